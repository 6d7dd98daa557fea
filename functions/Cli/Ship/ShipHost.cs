using Amazon.S3;
using Longshore.Cli.Ship.Display;
using Longshore.Core.Clean;
using Longshore.Core.Ship;
using Longshore.Model.Auth;

namespace Longshore.Cli.Ship;

/// <summary>The process around a run: the functions and settings of the services, no server, and an account at the end.</summary>
internal static class ShipHost
{
    /// <param name="addFunctions">Adds those of <c>Program.cs</c>.</param>
    /// <param name="output">Takes the summary or the JSON.</param>
    /// <param name="display">Shows the progress, on what takes notes as well.</param>
    /// <param name="talk">Takes the line before the run.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">Arguments or directory are wrong.</exception>
    public static async Task<int> RunAsync(
        Func<WebApplicationBuilder, WebApplicationBuilder> addFunctions, ShipOptions options, TextWriter output,
        ShipDisplay display, TextWriter talk)
    {
        await using var app = Build(addFunctions, options);
        // Credentials and region are settings too, and are missed before the first request.
        app.Services.GetRequiredService<IAmazonS3>();
        var run = app.Services.GetRequiredService<ShipRun>();
        var (progress, notes) = (app.Services.GetRequiredService<ShipProgress>(), app.Services.GetRequiredService<ShipNotes>());
        using var signals = new ShipSignals(run.Stop, display.Restore);
        var blank = run.Blank(options);
        var found = default(Survey);
        try
        {
            var look = run.LookAsync(options);
            await display.ShowAsync(progress, notes, look);
            found = await look;
            await talk.WriteLineAsync(ShipText.Announcement(blank, found));
            if (!options.IsDryRun)
                await display.ShowAsync(progress, notes, run.ShipAsync(found, options));
        }
        catch (OperationCanceledException) when (signals.Number != 0)
        {
            // Stopped while it looked: nothing was begun.
        }

        var report = run.Close(blank, found, signals.Number);
        try
        {
            await WriteAsync(report, options.IsJson, output);
        }
        catch (IOException) when (signals.Number != 0)
        {
            // Nobody reads any more: the terminal went with the signal.
        }

        return report.ExitCode;
    }

    private static async Task WriteAsync(ShipReport report, bool isJson, TextWriter output)
    {
        if (isJson)
            await output.WriteLineAsync(JsonSerializer.Serialize(report, ShipJson.Default.ShipReport));
        else
            foreach (var line in ShipText.Summary(report))
                await output.WriteLineAsync(line);
    }

    /// <summary>The app of a run, which is never started.</summary>
    public static WebApplication Build(Func<WebApplicationBuilder, WebApplicationBuilder> addFunctions, ShipOptions options)
    {
        var builder = FunctionHost.CreateBuilder();
        ShipSettings.Apply(builder.Configuration, options);
        EventAuthSetup.Disable(builder.Configuration);
        builder.Services
            .AddSingleton<LocalBroker>()
            .AddSingleton<IEventSink>(services => services.GetRequiredService<LocalBroker>())
            .AddSingleton<ShipLedger>()
            .AddSingleton<ShipNotes>()
            .AddSingleton<ShipSurvey>()
            .AddSingleton<ShipProgress>()
            .AddSingleton<SyncWatch>(services => services.GetRequiredService<ShipProgress>())
            .AddSingleton<ScanWatch, ShipScanWatch>()
            .AddSingleton<CleanupWatch, ShipCleanupWatch>()
            .AddSingleton<ShipRun>();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ILoggerProvider, ShipLoggerProvider>();
        return FunctionHost.Build(addFunctions(builder));
    }
}
