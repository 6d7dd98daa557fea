namespace Longshore.Volumes;

/// <summary>Writes a pattern with <c>{a,b}</c> out as one pattern for each alternative; braces may be nested.</summary>
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

    /// <summary>Braces in a set are members of it. A set that does not end is reported when it is read.</summary>
    private static int EndOfSet(string text, int start)
    {
        var first = start + 1;
        if (first < text.Length && text[first] is '!' or '^')
            first++;
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
