namespace Longshore.Volumes;

/// <summary>What one step of a pattern matches.</summary>
internal enum GlobStep
{
    /// <summary>One given character.</summary>
    Literal = 0,

    /// <summary>One character that is in the set (or is not in it), but no slash.</summary>
    Set,

    /// <summary>One character that is no slash.</summary>
    Any,

    /// <summary>Any number of characters that are no slash.</summary>
    Star,

    /// <summary>Any number of characters.</summary>
    StarStar,

    /// <summary>Nothing, or any number of characters and a slash.</summary>
    Folders,
}

/// <param name="Character">The code point of a literal.</param>
/// <param name="Set">The ranges of a set.</param>
/// <param name="Negated">Whether the set matches what is not in it.</param>
internal readonly record struct GlobToken(
    GlobStep Step, int Character = 0, (int From, int To)[]? Set = null, bool Negated = false)
{
    public bool Matches(int character) => Step switch
    {
        GlobStep.Literal => character == Character,
        GlobStep.Set => character != '/' && Holds(character) != Negated,
        GlobStep.StarStar or GlobStep.Folders => true,
        _ => character != '/',
    };

    private bool Holds(int character)
    {
        foreach (var (from, to) in Set!)
        {
            if (character >= from && character <= to)
                return true;
        }

        return false;
    }
}

/// <summary>
/// One pattern without alternatives, run as an automaton that is in several states at once: no backtracking, so no
/// path can make it slow.
/// </summary>
/// <param name="lastComponent">Whether to compare only the part after the last slash.</param>
internal sealed class GlobPattern(GlobToken[] tokens, bool lastComponent)
{
    private const int StackStates = 128;

    private readonly string _start = Literals(tokens, 0);
    private readonly string _end = Literals(tokens, Array.FindLastIndex(tokens, token => !IsUnit(token)) + 1);
    private readonly string? _afterFolders = Array.FindIndex(tokens, token => token.Step == GlobStep.Folders) is >= 0 and var at
        ? "/" + Literals(tokens, at + 1)
        : null;

    public bool IsMatch(ReadOnlySpan<char> path)
    {
        if (lastComponent)
            path = path[(path.LastIndexOf('/') + 1)..];
        if (tokens is [{ Step: GlobStep.StarStar }])
            return true;
        if (!HasLiterals(path))
            return false;
        var count = tokens.Length + 1;
        var now = (count <= StackStates ? stackalloc bool[StackStates] : new bool[count])[..count];
        var next = (count <= StackStates ? stackalloc bool[StackStates] : new bool[count])[..count];
        Enter(now, 0);
        foreach (var rune in path.EnumerateRunes())
        {
            if (!Take(now, next, rune.Value))
                return false;
            var swap = now;
            now = next;
            next = swap;
        }

        return now[tokens.Length];
    }

    /// <summary>Whether it matches every path beneath a folder.</summary>
    /// <param name="folder">With no slash at the end.</param>
    public bool Covers(ReadOnlySpan<char> folder)
    {
        if (lastComponent)
            return Array.TrueForAll(tokens, token => token.Step == GlobStep.Star);
        var states = StatesBeneath(folder);
        for (var state = 0; state < tokens.Length; state++)
        {
            // A path beneath a folder begins with a character that is no slash.
            if (states[state] && (TakesAll(state) || (tokens[state].Step == GlobStep.Any && TakesAll(state + 1))))
                return true;
        }

        return false;
    }

    /// <summary>Whether it may match a path beneath a folder; true if this is not certain.</summary>
    /// <param name="folder">With no slash at the end.</param>
    public bool Reaches(ReadOnlySpan<char> folder) =>
        lastComponent || StatesBeneath(folder).AsSpan(0, tokens.Length).Contains(true);

    /// <summary>The states after it has read a folder and the slash behind it.</summary>
    private bool[] StatesBeneath(ReadOnlySpan<char> folder)
    {
        var (now, next) = (new bool[tokens.Length + 1], new bool[tokens.Length + 1]);
        Enter(now, 0);
        foreach (var rune in folder.EnumerateRunes())
        {
            Take(now, next, rune.Value);
            (now, next) = (next, now);
        }

        Take(now, next, '/');
        return next;
    }

    private bool TakesAll(int state) =>
        state < tokens.Length && tokens[state].Step == GlobStep.StarStar
        && tokens.AsSpan(state).IndexOfAnyExcept(new GlobToken(GlobStep.StarStar), new GlobToken(GlobStep.Star)) < 0;

    /// <returns>Whether any state is left.</returns>
    private bool Take(ReadOnlySpan<bool> now, Span<bool> next, int character)
    {
        next.Clear();
        var alive = false;
        for (var state = 0; state < tokens.Length; state++)
        {
            if (now[state] && tokens[state].Matches(character))
            {
                Leave(next, state, character);
                alive = true;
            }
        }

        return alive;
    }

    /// <summary>
    /// Whether the path holds the literals at the pattern's start, at its end and behind its first <c>**/</c>. This excludes
    /// nearly every path that does not match, without a run of the automaton.
    /// </summary>
    private bool HasLiterals(ReadOnlySpan<char> path) =>
        path.StartsWith(_start, StringComparison.Ordinal) && path.EndsWith(_end, StringComparison.Ordinal)
        && (_afterFolders is null || path.StartsWith(_afterFolders.AsSpan(1), StringComparison.Ordinal)
            || path.Contains(_afterFolders, StringComparison.Ordinal));

    /// <summary>The literals from a token on, up to the first token that is not a literal.</summary>
    private static string Literals(GlobToken[] tokens, int from) =>
        new([.. tokens.Skip(from).TakeWhile(IsUnit).Select(token => (char)token.Character)]);

    /// <summary>A character above U+FFFF is two units of the path, so only the automaton can compare it.</summary>
    private static bool IsUnit(GlobToken token) => token.Step == GlobStep.Literal && token.Character <= char.MaxValue;

    /// <summary>Enters a state, and the states behind it that need no character.</summary>
    private void Enter(Span<bool> states, int state)
    {
        while (!states[state])
        {
            states[state] = true;
            if (state == tokens.Length || tokens[state].Step is not (GlobStep.Star or GlobStep.StarStar or GlobStep.Folders))
                return;
            state++;
        }
    }

    private void Leave(Span<bool> states, int state, int character)
    {
        switch (tokens[state].Step)
        {
            case GlobStep.Star or GlobStep.StarStar:
                Enter(states, state);
                break;
            case GlobStep.Folders:
                // A folder's name ends only at its slash.
                states[state] = true;
                if (character == '/')
                    Enter(states, state + 1);
                break;
            default:
                Enter(states, state + 1);
                break;
        }
    }
}
