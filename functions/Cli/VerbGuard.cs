using Longshore.Core;

namespace Longshore.Cli;

/// <summary>Runs a verb until Ctrl-C or SIGTERM, and says in a sentence and an exit code what it failed at.</summary>
internal static class VerbGuard
{
    /// <summary>Exit code of a verb that the store could not serve, or that was stopped.</summary>
    public const int Failed = 1;

    /// <param name="verb">Its name, put before every sentence.</param>
    /// <param name="errors">Takes the sentences.</param>
    /// <param name="run">What it does; gives the exit code.</param>
    /// <param name="stopped">What is said of a verb that was stopped.</param>
    /// <param name="writes">The option that names the file it writes; null where it writes none.</param>
    public static async Task<int> RunAsync(
        string verb, TextWriter errors, Func<CancellationToken, Task<int>> run, string stopped = "stopped.",
        string? writes = null)
    {
        using var stop = new CancellationTokenSource();
        using var signals = new StopSignals(stop.Cancel);
        try
        {
            return await run(stop.Token);
        }
        catch (Exception error) when (error is UsageException or InvalidWorkException)
        {
            await errors.WriteLineAsync($"longshore {verb}: {error.Message} See longshore {verb} --help.");
            return FunctionHost.Misused;
        }
        catch (Exception error) when (SettingsException.MessagesOf(error) is { } messages)
        {
            foreach (var message in messages)
                await errors.WriteLineAsync($"longshore: {message}");
            return FunctionHost.Misused;
        }
        catch (StoreException error)
        {
            await errors.WriteLineAsync($"longshore {verb}: {error.Message}");
            return error is NoCredentialsException ? FunctionHost.Misused : Failed;
        }
        catch (Exception error) when (writes is not null && error is (IOException or UnauthorizedAccessException))
        {
            await errors.WriteLineAsync($"longshore {verb}: {writes} cannot be written: {error.Message}");
            return Failed;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await errors.WriteLineAsync($"longshore {verb}: {stopped}");
            return Failed;
        }
    }
}
