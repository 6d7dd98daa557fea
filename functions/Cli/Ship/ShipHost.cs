using Longshore.Cli.Ship.Display;
using Longshore.Core;
using Longshore.Core.Clean;
using Longshore.Core.Ship;
using Longshore.Model.Telemetry;
using Longshore.Store.Identity;

namespace Longshore.Cli.Ship;

/// <summary>The process around a run: its services, its signals and the report at the end.</summary>
/// <param name="parsed">The words that the person typed, and the signals.</param>
/// <param name="display">Shows notes and progress.</param>
internal sealed class ShipHost(ShipOptions options, ParseResult parsed, ShipDisplay display)
{
    private readonly ProcessSignals _signals = parsed.Signals() ?? new();

    /// <param name="output">Takes the summary or the JSON.</param>
    /// <param name="talk">Takes the announcement before the run.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">Arguments or directory are wrong.</exception>
    public async Task<int> RunAsync(TextWriter output, TextWriter talk)
    {
        var notes = new Notes();
        await using var services = Build(notes);
        // Missing credentials or a missing region must be reported before the first request.
        services.GetRequiredService<SigningIdentity>();
        if (services.GetService<TelemetryExport>() is { } export)
            await export.ReadyAsync();
        var (progress, gate) = (services.GetRequiredService<ShipProgress>(), services.GetRequiredService<EventGate>());
        _signals.BeforeEnd = display.Restore;
        // Ends before the services do: it waits for a stop that has begun.
        using var stop = _signals.Stopped.Register(Stop);
        var report = Begin(services);
        WarnOfTheTarget(services.GetRequiredService<IOptions<S3Options>>().Value, notes);
        var found = default(Survey);
        try
        {
            var paths = options.Files is { } list ? await list.ReadAsync(report.Directory, gate.Closed) : null;
            var look = services.GetRequiredService<ShipLook>().RunAsync(options, paths, gate.Closed);
            await display.ShowAsync(progress.Take, notes, look);
            found = await look;
            if (!await AnnounceAsync(talk, report, found))
                return ExitCodes.Failed;
            progress.Expect(found.Scan.Files, found.Scan.Bytes);
            if (!options.IsDryRun)
                await display.ShowAsync(progress.Take, notes, services.GetRequiredService<ShipRun>().RunAsync(paths));
        }
        catch (Exception error) when (_signals.Number != 0 && found is null
            && error is OperationCanceledException or StoreException or HttpRequestException)
        {
            // The run was stopped during the survey: no file was touched.
        }

        report = End(services, report, found, _signals.Number);
        return await WriteAsync(report, output);

        void Stop()
        {
            progress.Phase = ShipPhase.Stopping;
            _ = gate.CloseAsync();
        }
    }

    /// <summary>Notes of what a person may not have meant.</summary>
    private void WarnOfTheTarget(S3Options store, Notes notes)
    {
        if (store.ServiceUrlFrom != S3Options.ServiceUrlName && store.ServiceUrl is { } address)
            notes.Write($"The store is {WebAddress.WithoutUser(address)}, as {store.ServiceUrlFrom} says, and not AWS.");
        else if (WebAddress.TryParse(store.ServiceUrl, out var url) && url.AbsolutePath.Trim('/').Length > 0)
            notes.Write(OptionNames.In($"{store.ServiceUrlFrom} has the path {url.AbsolutePath}: requests go to that path, and "
                + "the bucket's name follows it.", parsed));
        if (store.Prefix.StartsWith('/'))
            notes.Write(OptionNames.In($"S3__Prefix holds '{store.Prefix}', which begins with a slash, so every key begins with "
                + "an empty folder name. If you do not want that, "
                + (store.Prefix.Trim('/') is { Length: > 0 } folder ? $"write {folder}/." : "leave it empty."), parsed));
    }

    /// <returns>False if standard output takes nothing; then nothing is shipped.</returns>
    private static async Task<bool> AnnounceAsync(TextWriter talk, ShipReport report, Survey found)
    {
        try
        {
            await talk.WriteLineAsync(ShipText.Announcement(report, found));
            return true;
        }
        catch (OutputException error)
        {
            LastWords.Say($"longshore ship: {error.Message}. Nothing was shipped.");
            return false;
        }
    }

    private ShipReport Begin(ServiceProvider services)
    {
        var store = services.GetRequiredService<IOptions<S3Options>>().Value;
        return new()
        {
            Directory = services.GetRequiredService<IOptions<VolumeOptions>>().Value.Root,
            Endpoint = string.IsNullOrEmpty(store.ServiceUrl) ? null : WebAddress.WithoutUser(store.ServiceUrl),
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
        report = found is null ? ShipAccount.Unseen(report)
            : report.DryRun ? ShipAccount.Plan(report, found.Scan, found)
            : services.GetRequiredService<ShipLedger>().Close(report, stopped: signal != 0);
        if (report is { DryRun: false, ScanCut: true } && found is not null)
            report = ShipAccount.AddUnseen(report, found);
        var (verdict, exit) = ShipDecision.Decide(report, signal);
        return report with
        {
            Outcome = verdict,
            ExitCode = exit,
            FinishedAt = services.GetRequiredService<TimeProvider>().GetUtcNow(),
        };
    }

    /// <returns>The exit code.</returns>
    private async Task<int> WriteAsync(ShipReport report, TextWriter output)
    {
        report = report with { Problems = [.. report.Problems.Select(problem => OptionNames.In(problem, parsed))] };
        try
        {
            if (options.IsJson)
                await output.WriteLineAsync(JsonSerializer.Serialize(report, ShipJson.Default.ShipReport));
            else
                foreach (var line in ShipText.Summary(report))
                    await output.WriteLineAsync(line);
            return report.ExitCode;
        }
        catch (OutputException) when (_signals.Number != 0)
        {
            // The terminal was closed, which caused the signal.
            return report.ExitCode;
        }
        catch (OutputException error)
        {
            LastWords.Say($"longshore ship: {error.Message}. {ShipText.InOneLine(report)}");
            return report.ExitCode == ExitCodes.Done ? ExitCodes.Failed : report.ExitCode;
        }
    }

    private ServiceProvider Build(Notes notes) => VerbServices.Build(
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
