namespace Longshore.Core.Pages;

/// <summary>
/// Escapes text for the content and the quoted attributes of HTML and SVG. Invisible characters, and those that reverse the text
/// around them, are written as codes such as <c>\u202E</c>: a file's name must not look like another.
/// </summary>
internal static class HtmlText
{
    public static string Of(string text)
    {
        var safe = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => safe.Append("&amp;"),
                '<' => safe.Append("&lt;"),
                '>' => safe.Append("&gt;"),
                '"' => safe.Append("&quot;"),
                '\'' => safe.Append("&#39;"),
                '`' => safe.Append("&#96;"),
                _ when !Printable.Is(rune) => safe.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}"),
                _ => safe.Append(rune),
            };
        }

        return safe.ToString();
    }
}
