namespace Longshore.Volumes;

/// <summary>Reads the patterns that <see cref="GlobSet"/> describes.</summary>
internal static class GlobParser
{
    public const int MaximumLength = 1024;
    public const int MaximumAlternatives = 256;

    public static IEnumerable<GlobPattern> Parse(string pattern)
    {
        if (string.IsNullOrEmpty(pattern))
            throw new FormatException("A pattern is empty; leave it out or write one such as *.tmp.");
        if (pattern.Length > MaximumLength)
            throw new FormatException($"A pattern is longer than {MaximumLength} characters: '{pattern[..40]}…'.");
        if (pattern.StartsWith('!'))
            throw Wrong(pattern, @"begins with !, which does not negate it; write \! if the names begin with !");
        return GlobBraces.Expand(pattern).Select(text => ParseOne(text, pattern)).ToArray();
    }

    public static FormatException Wrong(string pattern, string problem) => new($"The pattern '{pattern}' {problem}.");

    private static GlobPattern ParseOne(string text, string pattern)
    {
        var anchored = text.StartsWith('/');
        var folder = text.EndsWith('/') && !text.EndsWith(@"\/", StringComparison.Ordinal);
        var body = text[(anchored ? 1 : 0)..];
        var runes = (folder && body.Length > 0 ? body[..^1] : body).EnumerateRunes().ToArray();
        if (runes.Length == 0)
            throw Wrong(pattern, "names nothing");

        var tokens = ParseTokens(runes, pattern);
        var hasSlash = tokens.Any(t => t.Step == GlobStep.Folders || t is { Step: GlobStep.Literal, Character: '/' });
        if (folder)
        {
            // A folder at any depth, unless the pattern holds its path, and at least one character beneath it.
            if (!anchored && !hasSlash)
                tokens.Insert(0, new GlobToken(GlobStep.Folders));
            tokens.AddRange([new(GlobStep.Literal, '/'), new(GlobStep.Any), new(GlobStep.StarStar)]);
        }

        return new GlobPattern([.. tokens],
            lastComponent: !anchored && !folder && !hasSlash && tokens.All(t => t.Step != GlobStep.StarStar));
    }

    private static List<GlobToken> ParseTokens(Rune[] runes, string pattern)
    {
        var tokens = new List<GlobToken>();
        for (var i = 0; i < runes.Length; i++)
        {
            switch (runes[i].Value)
            {
                case '*':
                    i += ParseStars(runes, i, tokens);
                    break;
                case '?':
                    tokens.Add(new GlobToken(GlobStep.Any));
                    break;
                case '[':
                    i = ParseSet(runes, i, tokens, pattern);
                    break;
                case '\\':
                    if (++i == runes.Length)
                        throw Wrong(pattern, "ends in a '\\' with nothing to take as it is");
                    tokens.Add(new GlobToken(GlobStep.Literal, runes[i].Value));
                    break;
                case '/' when i + 1 < runes.Length && runes[i + 1].Value == '/':
                    throw Wrong(pattern, "has an empty component");
                case '\0':
                    throw Wrong(pattern, "holds a NUL");
                default:
                    tokens.Add(new GlobToken(GlobStep.Literal, runes[i].Value));
                    break;
            }
        }

        return tokens;
    }

    /// <returns>How many characters after the first one were read.</returns>
    private static int ParseStars(Rune[] runes, int start, List<GlobToken> tokens)
    {
        var end = start;
        while (end < runes.Length && runes[end].Value == '*')
            end++;
        var across = end - start > 1;
        var whole = start == 0 || runes[start - 1].Value == '/';
        if (across && whole && end < runes.Length && runes[end].Value == '/')
        {
            tokens.Add(new GlobToken(GlobStep.Folders));
            return end - start;
        }

        if (across && whole && end == runes.Length && start > 0)
            tokens.Add(new GlobToken(GlobStep.Any));
        tokens.Add(new GlobToken(across ? GlobStep.StarStar : GlobStep.Star));
        return end - start - 1;
    }

    /// <returns>The position of the closing bracket.</returns>
    private static int ParseSet(Rune[] runes, int start, List<GlobToken> tokens, string pattern)
    {
        var at = start + 1;
        var negated = at < runes.Length && runes[at].Value is '!' or '^';
        if (negated)
            at++;
        var ranges = new List<(int From, int To)>();
        for (var first = true; ; first = false)
        {
            if (at >= runes.Length)
                throw Wrong(pattern, "has a '[' without its ']'");
            if (runes[at].Value == ']' && !first)
                break;
            var from = Member(runes, ref at, pattern);
            var to = from;
            if (at + 1 < runes.Length && runes[at].Value == '-' && runes[at + 1].Value != ']')
            {
                at++;
                to = Member(runes, ref at, pattern);
            }

            if (to < from)
                throw Wrong(pattern, "has a range in '[…]' that runs backwards");
            ranges.Add((from, to));
        }

        tokens.Add(new GlobToken(GlobStep.Set, Set: [.. ranges], Negated: negated));
        return at;
    }

    private static int Member(Rune[] runes, ref int at, string pattern)
    {
        if (runes[at].Value == '\\')
            at++;
        if (at >= runes.Length)
            throw Wrong(pattern, "has a '[' without its ']'");
        if (runes[at].Value == '/')
            throw Wrong(pattern, "has a '/' in '[…]', which never matches one");
        return runes[at++].Value;
    }
}

/// <summary>Turns a pattern with <c>{a,b}</c> into one pattern for each alternative; braces may be nested.</summary>
internal static class GlobBraces
{
    public static List<string> Expand(string pattern)
    {
        var done = new List<string>();
        var open = new Stack<string>([pattern]);
        while (open.TryPop(out var text))
        {
            if (Find(text, pattern) is not { } braces)
            {
                done.Add(text);
            }
            else
            {
                foreach (var alternative in braces.Alternatives)
                    open.Push(string.Concat(text.AsSpan(0, braces.Start), alternative, text.AsSpan(braces.End + 1)));
            }

            if (done.Count + open.Count > GlobParser.MaximumAlternatives)
                throw GlobParser.Wrong(pattern, $"stands for more than {GlobParser.MaximumAlternatives} alternatives");
        }

        return done;
    }

    /// <summary>The first outer pair of braces.</summary>
    private static (int Start, int End, List<string> Alternatives)? Find(string text, string pattern)
    {
        var (start, depth, from) = (-1, 0, 0);
        var alternatives = new List<string>();
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    i = EndOfSet(text, i);
                    break;
                case '{' when depth++ == 0:
                    (start, from) = (i, i + 1);
                    break;
                case ',' when depth == 1:
                    alternatives.Add(text[from..i]);
                    from = i + 1;
                    break;
                case '}' when depth == 0:
                    throw GlobParser.Wrong(pattern, "has a '}' without its '{'");
                case '}' when --depth == 0:
                    alternatives.Add(text[from..i]);
                    return (start, i, alternatives);
                default:
                    break;
            }
        }

        return depth == 0 ? null : throw GlobParser.Wrong(pattern, "has a '{' without its '}'");
    }

    /// <summary>A brace in a set is a member of the set. A set without an end is reported when it is parsed.</summary>
    private static int EndOfSet(string text, int start)
    {
        var first = start + (text.AsSpan(start + 1) is ['!' or '^', ..] ? 2 : 1);
        for (var i = first; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == ']' && i > first)
                return i;
        }

        return text.Length;
    }
}
