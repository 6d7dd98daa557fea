namespace Longshore.Cli;

/// <summary>Text from the volume or the store that is shown to a person.</summary>
internal static class PlainText
{
    /// <summary>Escapes what is not <see cref="Printable"/>, such as <c>\u001b</c>.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return text;
        var plain = new StringBuilder(text.Length + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Printable.Is(rune))
                plain.Append(rune);
            else
                plain.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
        }

        return plain.ToString();
    }
}
