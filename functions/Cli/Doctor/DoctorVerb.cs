namespace Longshore.Cli.Doctor;

/// <summary><c>longshore doctor</c>.</summary>
internal sealed class DoctorVerb : Verb
{
    private const string EndOfHelp = """
        It checks settings, credentials, role, bucket, store, volume, clock and sink, and says what to do. It writes
        nothing but the objects of the store's probe (S3__StatePrefix, probe/), and these not on AWS. The volume is
        DIRECTORY or Volume__Root; the sink is K_SINK, and may be absent. Every setting of the functions counts.

        Examples
          longshore doctor /data/export --bucket harbour --region eu-central-1
          longshore doctor --json                    with the settings of the environment

        Exit codes
          0  nothing failed; there may be warnings
          1  something failed
          2  settings or arguments are wrong
        """;

    private readonly TextWriter _output;
    private readonly TextWriter _errors;
    private readonly (string Name, string Value)[] _settings;
    private readonly SettingOptions _options;
    private readonly Option<bool> _json;

    /// <param name="settings">They stand above those of the environment.</param>
    public DoctorVerb(TextWriter output, TextWriter errors, params (string Name, string Value)[] settings)
        : base("doctor", "Checks settings, store, volume and sink, and says what to do", EndOfHelp)
    {
        (_output, _errors, _settings) = (output, errors, settings);
        _options = new SettingOptions(this, "The volume; without it Volume__Root", Value, SettingOptions.OfStore);
        _json = Flag("--json", "One JSON document instead of lines");
    }

    /// <summary>Runs the verb.</summary>
    public static Task<int> RunAsync(
        string[] arguments, TextWriter output, TextWriter errors, params (string Name, string Value)[] settings) =>
        CommandLine.RunAsync(new DoctorVerb(output, errors, settings), arguments, output, errors);

    protected override Task<int> RunAsync(ParseResult parsed) => VerbGuard.RunAsync(Name, _errors, async cancellation =>
    {
        var given = DoctorSettings.Of([.. _settings, .. _options.Given(parsed)]);
        var notes = new Notes();
        await using var services = VerbServices.Build(
            found => found.AddStorage().AddFiles().AddEventSink([])
                .AddSingleton(notes).AddSingleton<StoreAccess>().AddSingleton<StoreChecks>().AddSingleton<VolumeChecks>(),
            notes,
            given.Settings);
        List<DoctorCheck> checks = [given.Check];
        checks.AddRange(await services.GetRequiredService<StoreChecks>().RunAsync(cancellation));
        checks.AddRange(services.GetRequiredService<VolumeChecks>().Run(given.NamesVolume));
        checks.Add(await SinkCheck.RunAsync(given.Sink, cancellation));
        var report = new DoctorReport(checks);
        if (parsed.Has(_json))
            await _output.WriteLineAsync(JsonSerializer.Serialize(report, DoctorJson.Default.DoctorReport));
        else
            Write(report);
        return report.Failed > 0 ? VerbGuard.Failed : 0;
    });

    private void Write(DoctorReport report)
    {
        foreach (var check in report.Checks)
            _output.WriteLine(PlainText.Of($"{check.State.ToString().ToLowerInvariant(),-8} {check.Name,-12} {check.Says}"));
    }
}
