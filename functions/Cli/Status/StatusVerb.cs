using Longshore.Core;
using Longshore.Core.Capacity.Prices;
using Longshore.Core.Status;
using Longshore.Core.Status.Report;

namespace Longshore.Cli.Status;

internal sealed class StatusVerb : Verb
{
    private const string EndOfHelp = """
        It reads the records in S3__Bucket, changes nothing and needs no pod.

        Examples
          longshore status --bucket harbour --region eu-central-1
          longshore status --html status.html --window 30d      with S3__Bucket and AWS_REGION of the environment

        Settings: S3__Bucket, S3__StatePrefix, S3__RoleArn and all other S3__* settings of status.

        Exit codes
          0  all is well, or nothing was recorded yet
          1  the store could not serve, or the page could not be written
          2  settings or arguments are wrong
          3  something needs attention; the output names it
          130  stopped by Ctrl-C (129 by SIGHUP, 143 by SIGTERM)
        """;

    /// <summary>The trust policy requires that the role's session is named after the function of the role.</summary>
    private const string Function = "status";

    private readonly (string Name, string Value)[] _settings;
    private readonly Option<string?> _html;
    private readonly Option<bool> _json;
    private readonly Option<string?> _prices;

    /// <param name="settings">They override file and environment.</param>
    public StatusVerb(params (string Name, string Value)[] settings)
        : base("status", "Shows the last runs, the files that wait, and the cost of the month", EndOfHelp)
    {
        _settings = settings;
        _html = Value("--html", "FILE", "The page of GET /status, in one file");
        _json = Flag("--json", "The whole report as JSON instead of text");
        Value("--window", "7d", "Status__Window: how far back to look, up to 90d", "Status__Window");
        Value("--records", "N", "Status__Records: receipts, scans and cleanups read at most, up to 5000 (1000)",
            "Status__Records");
        SettingOptions.Add(this, SettingOptions.OfStore);
        _prices = Value("--prices", "FILE", "Another price list than the built-in one, as for longshore capacity");
    }

    protected override Task<int> RunAsync(ParseResult parsed) => VerbGuard.RunAsync(parsed, async cancellation =>
    {
        var prices = parsed.GetValue(_prices) is { } path ? PriceFile.Read(path) : null;
        await using var services = VerbServices.Build(
            static services => services.AddStorage().AddStatus(),
            LocalSettings.OfStore([.. _settings, ("FUNCTIONS", Function), .. Given(parsed)]));
        var output = parsed.InvocationConfiguration.Output;
        var store = services.GetRequiredService<IOptions<S3Options>>().Value;
        var report = await new Wait(parsed.InvocationConfiguration.Error, TimeProvider.System).ForAsync(
            services.GetRequiredService<StatusMaker>().MakeAsync(cancellation, prices), $"the store ({store.Place})");
        if (parsed.GetValue(_html) is { } file)
            await File.WriteAllTextAsync(file, StatusPage.Write(report), cancellation);
        if (parsed.Has(_json))
            await output.WriteLineAsync(JsonSerializer.Serialize(report, StatusJson.Default.StatusReport));
        else
            StatusText.Write(report, output);
        return report.State == "attention" ? ExitCodes.Attention : ExitCodes.Done;
    }, writes: "--html");
}
