using Longshore.Cli.Ship.Display;
using Longshore.Core;
using Longshore.Core.Clean;
using Longshore.Core.Ship;
using Longshore.Model.Telemetry;
using Longshore.Store.Identity;

namespace Longshore.Cli.Ship;

/// <summary>The process around a run: its services, its signals and the report at the end.</summary>
internal static class ShipHost
{
    /// <param name="output">Takes the summary or the JSON.</param>
    /// <param name="display">Shows notes and progress.</param>
    /// <param name="talk">Takes the announcement before the run.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">Arguments or directory are wrong.</exception>
    public static async Task<int> RunAsync(ShipOptions options, TextWriter output, ShipDisplay display, TextWriter talk)
    {
        var notes = new Notes();
        await using var services = Build(options, notes);
        // Missing credentials or a missing region must be reported before the first request.
        services.GetRequiredService<SigningIdentity>();
        if (services.GetService<TelemetryExport>() is { } export)
            await export.ReadyAsync();
        var (progress, gate) = (services.GetRequiredService<ShipProgress>(), services.GetRequiredService<EventGate>());
        using var signals = new ShipSignals(Stop, display.Restore);
        var report = Begin(services, options);
        var found = default(Survey);
        try
        {
            var look = services.GetRequiredService<ShipLook>().RunAsync(options, gate.Closed);
            await display.ShowAsync(progress.Take, notes, look);
            found = await look;
            await talk.WriteLineAsync(ShipText.Announcement(report, found));
            progress.Expect(found.Scan.Files, found.Scan.Bytes);
            if (!options.IsDryRun)
                await display.ShowAsync(progress.Take, notes, services.GetRequiredService<ShipRun>().RunAsync());
        }
        catch (OperationCanceledException) when (signals.Number != 0)
        {
            // The run was stopped during the survey: no file was touched.
        }

        report = End(services, report, found, signals.Number);
        try
        {
            await WriteAsync(report, options.IsJson, output);
        }
        catch (IOException) when (signals.Number != 0)
        {
            // The terminal was closed, which caused the signal.
        }

        return report.ExitCode;

        void Stop()
        {
            progress.Phase = ShipPhase.Stopping;
            _ = gate.CloseAsync();
        }
    }

    private static ShipReport Begin(ServiceProvider services, ShipOptions options)
    {
        var store = services.GetRequiredService<IOptions<S3Options>>().Value;
        return new()
        {
            Directory = services.GetRequiredService<IOptions<VolumeOptions>>().Value.Root,
            Bucket = store.Bucket,
            Prefix = store.Prefix,
            DryRun = options.IsDryRun,
            Keep = options.Keeps,
            StartedAt = services.GetRequiredService<TimeProvider>().GetUtcNow(),
        };
    }

    /// <summary>The report of a run, complete or stopped.</summary>
    /// <param name="found">Null if it was stopped before the survey ended.</param>
    /// <param name="signal">The number of the signal that stopped it, or 0.</param>
    private static ShipReport End(ServiceProvider services, ShipReport report, Survey? found, int signal)
    {
        report = report.DryRun
            ? ShipAccount.Plan(report, found)
            : services.GetRequiredService<ShipLedger>().Close(report, stopped: signal != 0);
        if (signal != 0 && report is { DryRun: false, ScanCut: true } && found is not null)
            report = ShipAccount.AddUnseen(report, found);
        var (verdict, exit) = ShipDecision.Decide(report, signal);
        return report with
        {
            Outcome = verdict,
            ExitCode = exit,
            FinishedAt = services.GetRequiredService<TimeProvider>().GetUtcNow(),
        };
    }

    private static async Task WriteAsync(ShipReport report, bool isJson, TextWriter output)
    {
        if (isJson)
            await output.WriteLineAsync(JsonSerializer.Serialize(report, ShipJson.Default.ShipReport));
        else
            foreach (var line in ShipText.Summary(report))
                await output.WriteLineAsync(line);
    }

    private static ServiceProvider Build(ShipOptions options, Notes notes) => VerbServices.Build(
        services =>
        {
            services.AddFiles().AddStorage().AddSchedule().AddSync();
            if (!options.Keeps)
                services.AddCleanup();
            services.AddEventGate().AddTelemetry(options.Functions)
                .AddSingleton(notes)
                .AddSingleton<StoreAccess>()
                .AddSingleton<ShipSurvey>()
                .AddSingleton<ShipLook>()
                .AddSingleton<ShipLedger>()
                .AddSingleton<ShipProgress>()
                .AddSingleton<SyncWatch>(provider => provider.GetRequiredService<ShipProgress>())
                .AddSingleton<ShipSteps>()
                .AddSingleton<ShipRun>();
        },
        options.Settings(VerbServices.Read(options.Given)),
        notes);
}
