namespace Longshore.Core.Pages;

/// <summary>
/// Escapes text for the content and the quoted attributes of HTML and SVG. Invisible characters, and characters that reverse the
/// text around them, become codes such as <c>\u202E</c>: a file's name must not look like another.
/// </summary>
internal static class HtmlText
{
    public static string Of(string text) => string.Concat(text.EnumerateRunes().Select(static rune => rune.Value switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        '`' => "&#96;",
        _ => Printable.Is(rune) ? rune.ToString() : $"\\u{rune.Value:X4}",
    }));
}
