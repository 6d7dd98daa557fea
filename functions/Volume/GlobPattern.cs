namespace Longshore.Volumes;

/// <summary>What one step of a pattern takes.</summary>
internal enum GlobStep
{
    /// <summary>That character.</summary>
    Literal = 0,

    /// <summary>One character of the set (or not of it), never a slash.</summary>
    Set,

    /// <summary>One character, never a slash.</summary>
    Any,

    /// <summary>Any number of characters, none a slash.</summary>
    Star,

    /// <summary>Any number of characters.</summary>
    StarStar,

    /// <summary>Nothing, or any number of characters and a slash.</summary>
    Folders,
}

/// <param name="Step">What it takes.</param>
/// <param name="Character">The code point of a literal.</param>
/// <param name="Set">Ranges of a set.</param>
/// <param name="Negated">The set stands for all but its members.</param>
internal readonly record struct GlobToken(
    GlobStep Step, int Character = 0, (int From, int To)[]? Set = null, bool Negated = false)
{
    public bool Takes(int character) => Step switch
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
/// <param name="tokens">The steps, in order.</param>
/// <param name="lastComponent">Compare only what follows the last slash.</param>
internal sealed class GlobPattern(GlobToken[] tokens, bool lastComponent)
{
    private const int StackStates = 128;

    private readonly string _start = Literals(tokens, 0);
    private readonly string _end = Literals(tokens, Array.FindLastIndex(tokens, token => !IsUnit(token)) + 1);
    private readonly string? _beneath = Array.FindIndex(tokens, token => token.Step == GlobStep.Folders) is >= 0 and var at
        ? "/" + Literals(tokens, at + 1)
        : null;

    public bool IsMatch(ReadOnlySpan<char> path)
    {
        if (lastComponent)
            path = path[(path.LastIndexOf('/') + 1)..];
        if (tokens is [{ Step: GlobStep.StarStar }])
            return true;
        if (!May(path))
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
    /// <param name="folder">Without a slash at its end.</param>
    public bool Covers(ReadOnlySpan<char> folder)
    {
        if (lastComponent)
            return Array.TrueForAll(tokens, token => token.Step == GlobStep.Star);
        var states = StatesBeneath(folder);
        for (var state = 0; state < tokens.Length; state++)
        {
            // What lies beneath a folder begins with a character that is no slash.
            if (states[state] && (TakesAll(state) || (tokens[state].Step == GlobStep.Any && TakesAll(state + 1))))
                return true;
        }

        return false;
    }

    /// <summary>Whether it may match a path beneath a folder. True where it is not certain.</summary>
    /// <param name="folder">Without a slash at its end.</param>
    public bool Reaches(ReadOnlySpan<char> folder) =>
        lastComponent || StatesBeneath(folder).AsSpan(0, tokens.Length).Contains(true);

    /// <summary>The states that it is in once it has taken a folder and the slash behind it.</summary>
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

    /// <summary>Takes one character.</summary>
    /// <returns>Whether any state is left.</returns>
    private bool Take(ReadOnlySpan<bool> now, Span<bool> next, int character)
    {
        next.Clear();
        var alive = false;
        for (var state = 0; state < tokens.Length; state++)
        {
            if (now[state] && tokens[state].Takes(character))
            {
                Leave(next, state, character);
                alive = true;
            }
        }

        return alive;
    }

    /// <summary>
    /// Whether the path holds the literals that the pattern begins with, ends with and has behind its first <c>**/</c>; nearly
    /// all that does not match is told so without running the automaton.
    /// </summary>
    private bool May(ReadOnlySpan<char> path) =>
        path.StartsWith(_start, StringComparison.Ordinal) && path.EndsWith(_end, StringComparison.Ordinal)
        && (_beneath is null || path.StartsWith(_beneath.AsSpan(1), StringComparison.Ordinal)
            || path.Contains(_beneath, StringComparison.Ordinal));

    /// <summary>The literals from a token on, up to the first that is none.</summary>
    private static string Literals(GlobToken[] tokens, int from) =>
        new([.. tokens.Skip(from).TakeWhile(IsUnit).Select(token => (char)token.Character)]);

    /// <summary>A character beyond the basic plane is two units of the path: the automaton decides on it.</summary>
    private static bool IsUnit(GlobToken token) => token.Step == GlobStep.Literal && token.Character <= char.MaxValue;

    /// <summary>A state is entered together with those behind it that need no character.</summary>
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
                // In the middle of a folder's name the way out is closed until its slash.
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
