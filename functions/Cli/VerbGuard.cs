using Longshore.Core;

namespace Longshore.Cli;

/// <summary>Runs a verb until Ctrl-C or SIGTERM, and turns its failure into a sentence and an exit code.</summary>
internal static class VerbGuard
{
    /// <summary>The store could not serve, or the verb was stopped.</summary>
    public const int Failed = 1;

    /// <param name="run">Returns the exit code.</param>
    /// <param name="stopped">The sentence about a verb that was stopped.</param>
    /// <param name="writes">The option that names the file it writes; null if it writes none.</param>
    public static async Task<int> RunAsync(
        ParseResult parsed, Func<CancellationToken, Task<int>> run, string stopped = "stopped.", string? writes = null)
    {
        var (verb, errors) = (parsed.CommandResult.Command.Name, parsed.InvocationConfiguration.Error);
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

/// <summary>The arguments of a verb are wrong: exit code <see cref="FunctionHost.Misused"/>.</summary>
/// <param name="message">Names the argument, and the values that it takes.</param>
public sealed class UsageException(string message) : Exception(message);
