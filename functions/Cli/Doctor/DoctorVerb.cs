using Longshore.Core;

namespace Longshore.Cli.Doctor;

internal sealed class DoctorVerb : Verb
{
    private const string EndOfHelp = """
        It checks settings, credentials, role, bucket, store, records, volume, clock and sink, and says what to do. It writes
        nothing but the objects of the store's probe (S3__StatePrefix, probe/), and these not on AWS. The volume is
        DIRECTORY or Volume__Root; the sink is K_SINK, and may be absent. Every setting of the functions counts.

        Examples
          longshore doctor /data/export s3://harbour/export --region eu-central-1
          longshore doctor --json                    with the settings of the environment

        Exit codes
          0  nothing failed; there may be warnings
          1  something failed
          2  settings or arguments are wrong
          130  stopped by Ctrl-C (129 by SIGHUP, 143 by SIGTERM)
        """;

    private readonly (string Name, string Value)[] _settings;
    private readonly Option<bool> _json;

    /// <param name="settings">They override file and environment.</param>
    public DoctorVerb(params (string Name, string Value)[] settings)
        : base("doctor", "Checks settings, store, volume and sink, and says what to do", EndOfHelp)
    {
        _settings = settings;
        Place = new PlaceArguments(this, "The volume; without it Volume__Root");
        SettingOptions.Add(this, [.. SettingOptions.OfStore, "--prefix"]);
        _json = Flag("--json", "One JSON document instead of lines");
    }

    protected override Task<int> RunAsync(ParseResult parsed) => VerbGuard.RunAsync(parsed, async cancellation =>
    {
        (string Name, string Value)[] given = [.. _settings, .. Given(parsed)];
        var found = VerbServices.Read(given);
        var settings = LocalSettings.Complete(given, found);
        var notes = new Notes();
        var wait = new Wait(parsed.InvocationConfiguration.Error, TimeProvider.System);
        await using var services = VerbServices.Build(
            services => services.AddStorage().AddFiles().AddEventSink([])
                .AddSingleton(notes).AddSingleton(wait)
                .AddSingleton<StoreAccess>().AddSingleton<StoreChecks>().AddSingleton<VolumeChecks>(),
            settings,
            notes);
        List<DoctorCheck> checks =
            [SettingsCheck(found, settings), .. notes.Take().Select(static note => DoctorCheck.Warning("settings", note))];
        checks.AddRange(await services.GetRequiredService<StoreChecks>().RunAsync(cancellation));
        checks.AddRange(services.GetRequiredService<VolumeChecks>().Run(isNamed: !string.IsNullOrEmpty(found["Volume:Root"])));
        checks.Add(await wait.ForAsync(SinkCheck.RunAsync(found["K_SINK"], cancellation), "the sink"));
        var (report, output) = (new DoctorReport(checks), parsed.InvocationConfiguration.Output);
        if (parsed.Has(_json))
            await output.WriteLineAsync(JsonSerializer.Serialize(report, DoctorJson.Default.DoctorReport));
        else
            foreach (var check in checks)
                await output.WriteLineAsync(PlainText.Of($"{check.State.ToString().ToLowerInvariant(),-8} {check.Name,-12} "
                    + OptionNames.In(check.Says, parsed)));
        return report.Failed > 0 ? ExitCodes.Failed : ExitCodes.Done;
    });

    /// <param name="settings">The settings with the defaults that ship adds.</param>
    private static DoctorCheck SettingsCheck(IConfiguration found, (string Name, string Value)[] settings)
    {
        var (bucket, name) = (found["S3:Bucket"], settings.Last(static each => each.Name == "Volume:Name").Value);
        var root = found["Volume:Root"] is { Length: > 0 } given ? given : new VolumeOptions().Root;
        return !string.IsNullOrEmpty(found["Volume:Name"])
            ? DoctorCheck.Ok("settings", $"They are complete: bucket '{bucket}', volume '{name}' at {root}.")
            : DoctorCheck.Warning("settings",
                $"Bucket '{bucket}'. Volume__Name is not set: ship calls the volume {name}, and pods do not start without it. "
                + "Name it as NAMESPACE/CLAIM.");
    }
}
