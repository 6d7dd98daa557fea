namespace Longshore.Cli;

/// <summary>Text from the volume or the store that is shown to a person.</summary>
internal static class PlainText
{
    /// <summary>
    /// Escapes whatever a terminal obeys or hides: control characters (C0, DEL and C1), line and paragraph separators, and
    /// characters that turn the direction of text or have no shape of their own.
    /// </summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return text;
        var plain = new StringBuilder(text.Length + 8);
        for (var index = 0; index < text.Length; index++)
        {
            var pair = index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]);
            var category = CharUnicodeInfo.GetUnicodeCategory(text, index);
            if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse)
                plain.Append(CultureInfo.InvariantCulture, $"\\u{(pair ? char.ConvertToUtf32(text, index) : text[index]):x4}");
            else
                plain.Append(text, index, pair ? 2 : 1);
            if (pair)
                index++;
        }

        return plain.ToString();
    }
}
