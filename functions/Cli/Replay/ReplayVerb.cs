using Longshore.Core;

namespace Longshore.Cli.Replay;

internal sealed class ReplayVerb : Verb
{
    private const string EndOfHelp = """
        The oldest death goes first. An event keeps its own id, source, type, time and data; the letter of a
        Job gets a new id. A note beside each letter says that it was sent: a second run skips it. A letter must
        match all filters.

        Examples
          longshore replay --list                     all letters, with deaths and reasons
          longshore replay --list --since 12h --bucket harbour --region eu-central-1
          longshore replay --dry-run --code 503
          longshore replay --id 4711 --to http://localhost:8080/longshore/default

        Settings: S3__Bucket, S3__StatePrefix, S3__RoleArn and all other S3__* settings of deadletter; K_SINK.

        Exit codes
          0  the sink took every letter chosen, or there was none
          1  a letter was not taken, or died again at once, or the store could not serve: look, and run it again
          2  settings or arguments are wrong
          3  nothing failed, but letters were refused: they cannot be read or died too often
          130  stopped by Ctrl-C (129 by SIGHUP, 143 by SIGTERM)
        """;

    private readonly (string Name, string Value)[] _settings;
    private readonly ReplayArguments _arguments;

    /// <param name="settings">They override file and environment.</param>
    public ReplayVerb(params (string Name, string Value)[] settings)
        : base("replay", "Lists dead letters and sends them back to K_SINK", EndOfHelp)
    {
        _settings = settings;
        _arguments = new ReplayArguments(this);
        SettingOptions.Add(this, SettingOptions.OfStore);
    }

    /// <exception cref="UsageException">A value is wrong.</exception>
    public ReplayOptions Read(ParseResult parsed, DateTimeOffset now) => _arguments.Read(parsed, now);

    protected override Task<int> RunAsync(ParseResult parsed) => VerbGuard.RunAsync(parsed, async cancellation =>
    {
        var options = Read(parsed, TimeProvider.System.GetUtcNow());
        await using var services = BuildServices(options, parsed);
        return await services.GetRequiredService<ReplayCommand>()
            .RunAsync(options, parsed.InvocationConfiguration.Output, cancellation);
    }, stopped: "stopped; letters that the sink had not taken wait as before.");

    /// <summary>The trust policy requires that the role's session is named after the function of the role.</summary>
    private ServiceProvider BuildServices(ReplayOptions options, ParseResult parsed)
    {
        var sends = !options.IsList && !options.IsDryRun;
        return VerbServices.Build(
            services => services
                .AddStorage()
                .AddEventSink(sends ? ["replay"] : [])
                .AddSingleton<DeadLetterStore>()
                .AddSingleton<ReplayCommand>(),
            LocalSettings.OfStore([.. _settings, ("FUNCTIONS", "deadletter"), .. Given(parsed)]));
    }
}
