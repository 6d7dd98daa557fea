using Longshore.Core;

namespace Longshore.Cli;

/// <summary>Runs a verb, and turns its failure into a sentence and an exit code.</summary>
internal static class VerbGuard
{
    /// <summary>Runs it until a signal asks it to stop.</summary>
    /// <param name="run">Returns the exit code.</param>
    /// <param name="stopped">The sentence about a verb that was stopped.</param>
    /// <param name="writes">The option that names the file it writes; null if it writes none.</param>
    public static async Task<int> RunAsync(
        ParseResult parsed, Func<CancellationToken, Task<int>> run, string stopped = "stopped.", string? writes = null)
    {
        var signals = parsed.Signals();
        try
        {
            return await CatchAsync(parsed, () => run(signals?.Stopped ?? default));
        }
        catch (Exception error) when (signals is { Number: > 0 and var number }
            && error is OperationCanceledException or StoreException)
        {
            return await SayAsync(parsed, stopped, ExitCodes.Stopped(number));
        }
        catch (Exception error) when (writes is not null
            && error is (IOException or UnauthorizedAccessException or ArgumentOutOfRangeException) and not OutputException)
        {
            // .NET reports a file that becomes too large as a wrong argument.
            return await SayAsync(parsed, $"{writes} cannot be written: {error.Message}", ExitCodes.Failed);
        }
    }

    /// <summary>Runs a verb that handles signals itself.</summary>
    /// <param name="ending">A sentence after the problem of store or volume, with a blank before it.</param>
    public static async Task<int> CatchAsync(ParseResult parsed, Func<Task<int>> run, string ending = "")
    {
        try
        {
            return await run();
        }
        catch (Exception error) when (error is UsageException or InvalidWorkException)
        {
            var name = parsed.CommandResult.Command.Name;
            return await SayAsync(parsed, $"{error.Message} See longshore {name} --help.", ExitCodes.Misused);
        }
        catch (Exception error) when (MessagesOf(error) is { } messages)
        {
            foreach (var message in messages.DistinctBy(each => OptionNames.In(each, parsed)))
                await SayAsync(parsed, message, ExitCodes.Misused);
            return ExitCodes.Misused;
        }
        catch (Exception error) when (error is StoreException or VolumeUnavailableException
            && parsed.Signals() is not { Number: > 0 })
        {
            return await SayAsync(parsed, error.Message + ending, ExitCodes.Failed);
        }
    }

    /// <summary>Sentences about settings that a person has to change; null for every other error.</summary>
    private static IReadOnlyList<string>? MessagesOf(Exception error) =>
        error is NoCredentialsException { IsTemporary: false } ? [error.Message] : SettingsException.MessagesOf(error);

    private static async Task<int> SayAsync(ParseResult parsed, string sentence, int exit)
    {
        var errors = parsed.InvocationConfiguration.Error;
        var said = PlainText.Of(OptionNames.In(sentence, parsed));
        await errors.WriteLineAsync($"longshore {parsed.CommandResult.Command.Name}: {said}");
        return exit;
    }
}

/// <summary>The arguments of a verb are wrong: exit code <see cref="ExitCodes.Misused"/>.</summary>
/// <param name="message">Names the argument, and the values that it takes.</param>
public sealed class UsageException(string message) : Exception(message);
