using Longshore.Core.DeadLetters;
using Longshore.Core.Layout;
using Longshore.Model.Events;

namespace Longshore.Cli.Replay;

/// <summary><c>longshore replay</c>.</summary>
internal static class ReplayVerb
{
    private const string Help = """

        longshore replay [--list | --dry-run] [FILTERS] [OPTIONS]

        Sends dead letters back to K_SINK, the oldest death first, with their own id, source, type, time
        and data; the letter of a Job gets a new id. Notes it beside each: a second run skips what an
        earlier one has sent.

          --list            show the letters in every state; send nothing
          --dry-run         show what would be sent; send nothing

        Filters, all of which must hold
          --type TYPE       --source SOURCE       --id ID         of the event
          --code CODE                             Knative's error code of the last death
          --since MOMENT    --until MOMENT        of the last death: 2026-11-22T10:00:00Z, or PT12H for 12 h ago

        Options
          --to URL          the sink, instead of K_SINK
          --again           letters too that were sent back and have not died since
          --force           letters too that have died after --max-replays replays
          --max-replays N   how often an event is sent back before --force is asked for (3)
          --parallel N      letters on their way at once (4)
          --json            one JSON object a line

        Settings: S3__Bucket, S3__StatePrefix, S3__RoleArn and the others of S3__*, as deadletter has them; K_SINK.

        Exit codes
          0  the sink took every letter chosen, or there was none
          1  a letter was not taken, or died again at once, or the store could not serve: look, and run it again
          2  settings or arguments are wrong
          3  nothing failed, but letters were refused: they cannot be read or died too often
        """;

    public static Verb Create() => new("replay", "lists dead letters and sends them back", Help, arguments => RunAsync(arguments, Console.Out, Console.Error));

    /// <summary>Runs the verb; <paramref name="settings"/> stand above those of the environment.</summary>
    public static Task<int> RunAsync(
        string[] arguments, TextWriter output, TextWriter errors, params (string Name, string Value)[] settings) =>
        VerbGuard.RunAsync("replay", errors, async cancellation =>
        {
            var options = ReplayOptions.Parse(arguments, TimeProvider.System.GetUtcNow());
            await using var services = BuildServices(options, settings);
            return await services.GetRequiredService<ReplayCommand>().RunAsync(options, output, cancellation);
        }, stopped: "stopped; what was not taken by then waits as before.");

    /// <summary>The role's session is named after the function whose role it is, as the trust policy asks.</summary>
    private static ServiceProvider BuildServices(ReplayOptions options, (string Name, string Value)[] settings)
    {
        var sends = !options.IsList && !options.IsDryRun;
        settings = [.. settings, ("FUNCTIONS", "deadletter")];
        return VerbServices.Build(
            services => services
                .AddStorage()
                .AddEventSink(sends ? ["replay"] : [])
                .AddDeadLetters()
                .AddSingleton<LetterReader>()
                .AddSingleton<Replayer>()
                .AddSingleton<ReplayCommand>(),
            options.To is { } to ? [.. settings, ("K_SINK", to)] : settings);
    }
}
