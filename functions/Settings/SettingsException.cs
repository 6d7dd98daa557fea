namespace Longshore.Settings;

/// <summary>Settings are wrong; the host does not start. Permanent.</summary>
/// <param name="messages">One sentence for each setting: its name, what it holds, what it may hold.</param>
public sealed class SettingsException(IReadOnlyList<string> messages) : Exception(string.Join(" ", messages))
{
    public IReadOnlyList<string> Messages { get; } = messages;

    /// <summary>The sentences of an error that the start has thrown; null if it is not about settings.</summary>
    public static IReadOnlyList<string>? MessagesOf(Exception error) => All(error)?.Distinct().ToArray();

    private static IReadOnlyList<string>? All(Exception error) => error switch
    {
        SettingsException settings => settings.Messages,
        Microsoft.Extensions.Options.OptionsValidationException validation => [.. validation.Failures],
        AggregateException many when many.InnerExceptions.Select(All).ToArray() is var each
            && each.All(one => one is not null) =>
            [.. each.SelectMany(one => one!)],
        _ => null,
    };
}
