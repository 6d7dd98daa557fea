namespace Longshore.Core.DeadLetters;

/// <summary>
/// The command that sends one letter back, to be copied into a POSIX shell. It needs bash if the id or source holds invisible
/// characters.
/// </summary>
internal static class ReplayLine
{
    /// <summary>Null if no command would send it: it cannot be read, or was sent back and has not died since.</summary>
    public static string? Of(LetterLine letter)
    {
        if (letter is not { Id: { } id, Source: { } source } || letter.State is not ("waiting" or "exhausted"))
            return null;
        return $"longshore replay {Word($"--id={id}")} "
            + $"{Word($"--source={source}")}{(letter.State == "exhausted" ? " --force" : "")}";
    }

    /// <summary>One word of a shell command that means exactly this text.</summary>
    public static string Word(string text)
    {
        if (text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "-_=./:@%+,".Contains(c, StringComparison.Ordinal)))
            return text;
        if (text.EnumerateRunes().All(IsSeen))
            return $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
        var word = new StringBuilder("$'");
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\\' or '\'')
                word.Append('\\').Append(rune);
            else if (IsSeen(rune))
                word.Append(rune);
            else
                AppendBytes(word, rune);
        }

        return word.Append('\'').ToString();
    }

    private static void AppendBytes(StringBuilder word, Rune rune)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (var one in bytes[..rune.EncodeToUtf8(bytes)])
            word.Append(CultureInfo.InvariantCulture, $"\\{Convert.ToString(one, 8).PadLeft(3, '0')}");
    }

    /// <summary>A blank of another kind may be lost when the command is copied.</summary>
    private static bool IsSeen(Rune rune) => Printable.Is(rune) && (rune.Value == ' ' || !Rune.IsWhiteSpace(rune));
}
