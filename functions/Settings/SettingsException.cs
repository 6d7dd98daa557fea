namespace Longshore.Settings;

/// <summary>Settings are wrong; the host does not start.</summary>
/// <param name="messages">One sentence a setting: its name, what it holds, what it may hold.</param>
public sealed class SettingsException(IReadOnlyList<string> messages) : Exception(string.Join(" ", messages))
{
    public IReadOnlyList<string> Messages { get; } = messages;

    /// <summary>The sentences in an error that start-up has thrown; null if it is not about settings.</summary>
    public static IReadOnlyList<string>? MessagesOf(Exception error) => error switch
    {
        SettingsException settings => settings.Messages,
        Microsoft.Extensions.Options.OptionsValidationException validation => [.. validation.Failures],
        InvalidDataException file => [$"{file.Message} {Innermost(file).Message}"],
        AggregateException many when many.InnerExceptions.Select(MessagesOf).ToArray() is var each
            && each.All(one => one is not null) =>
            [.. each.SelectMany(one => one!)],
        _ => null,
    };

    /// <summary>A configuration file that cannot be read wraps the parser's own words, which name the line.</summary>
    private static Exception Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error;
}
