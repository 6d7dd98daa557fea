using System.Text.RegularExpressions;

namespace Longshore.Core.Pages;

/// <summary>
/// Escapes text for the content and the quoted attributes of HTML and SVG. Invisible characters, and characters that reverse the
/// text around them, become codes such as <c>\u202E</c>: a file's name must not look like another.
/// </summary>
internal static partial class HtmlText
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

    /// <summary>The same for content, without a line break between a number and its unit.</summary>
    public static string Prose(string text) => Quantity().Replace(Of(text), "<span class=\"whole\">$0</span>");

    [GeneratedRegex(@"(?<![\w.,;-])\d[\d.,]* (?:[KMGTP]i?B(?:/s)?|B(?:/s)?|Mbit/s|%|s|min|h|d|UTC)(?!\w)")]
    private static partial Regex Quantity();
}
