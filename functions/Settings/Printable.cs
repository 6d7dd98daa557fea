using System.Globalization;
using System.Text;

namespace Longshore.Settings;

/// <summary>Text from outside that a person is shown: a file's name must neither pose as another nor steer a terminal.</summary>
public static class Printable
{
    /// <summary>
    /// Whether a character is seen as it is. A terminal or a browser obeys or hides the others: control characters, line and
    /// paragraph separators, characters that turn the direction of text, and those without a shape of their own.
    /// </summary>
    public static bool Is(Rune rune) => rune.Value is >= ' ' and <= '~' || Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.Surrogate);

    /// <summary>The text on one line, with one blank for each run of white space and of characters that nobody sees.</summary>
    /// <param name="most">Characters that are kept.</param>
    public static string OneLine(string text, int most)
    {
        var seen = string.Concat(text.EnumerateRunes().Select(static rune => Is(rune) ? rune.ToString() : " "));
        var line = string.Join(' ', seen.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= most ? line : line[..most];
    }
}
