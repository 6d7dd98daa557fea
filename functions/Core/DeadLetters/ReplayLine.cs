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
        return $"$'{string.Concat(text.EnumerateRunes().Select(Escape))}'";
    }

    private static string Escape(Rune rune) =>
        rune.Value is '\\' or '\'' ? $"\\{rune}"
        : IsSeen(rune) ? $"{rune}"
        : string.Concat(Encoding.UTF8.GetBytes($"{rune}").Select(one => $"\\{Convert.ToString(one, 8).PadLeft(3, '0')}"));

    /// <summary>A blank of another kind may be lost when the command is copied.</summary>
    private static bool IsSeen(Rune rune) => Printable.Is(rune) && (rune.Value == ' ' || !Rune.IsWhiteSpace(rune));
}
