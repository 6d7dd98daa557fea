namespace Longshore.Cli;

/// <summary>Text from the volume or the store that is shown to a person.</summary>
internal static class PlainText
{
    /// <summary>Escapes characters that are not <see cref="Printable"/>, such as <c>\u001b</c>.</summary>
    public static string Of(string text) => string.Concat(
        text.EnumerateRunes().Select(static rune => Printable.Is(rune) ? rune.ToString() : $"\\u{rune.Value:x4}"));
}
