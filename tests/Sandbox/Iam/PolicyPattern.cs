namespace Longshore.Sandbox.Iam;

/// <summary>
/// Text with <c>*</c>, <c>?</c> and policy variables such as <c>${aws:username}</c> (IAM User Guide, "Variables and tags").
/// </summary>
internal sealed class PolicyPattern
{
    private const int Star = -1;
    private const int One = -2;
    private readonly IReadOnlyList<(string Text, bool IsVariable)> _pieces;
    private readonly int[]? _compiled;

    private PolicyPattern(string text, IReadOnlyList<(string Text, bool IsVariable)> pieces)
    {
        Text = text;
        _pieces = pieces;
        if (pieces.All(piece => !piece.IsVariable))
            _compiled = Compile(null)!;
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    public IEnumerable<string> Variables => _pieces.Where(piece => piece.IsVariable).Select(piece => piece.Text);

    /// <summary>Null if a <c>${</c> is not closed.</summary>
    public static PolicyPattern? TryParse(string text)
    {
        var pieces = new List<(string, bool)>();
        var at = 0;
        while (text.IndexOf("${", at, StringComparison.Ordinal) is >= 0 and var open)
        {
            var close = text.IndexOf('}', open);
            if (close < 0)
                return null;
            pieces.Add((text[at..open], false));
            pieces.Add((text[(open + 2)..close], true));
            at = close + 1;
        }
        pieces.Add((text[at..], false));
        return new PolicyPattern(text, pieces);
    }

    /// <param name="values">Looks a variable up; one without a value matches nothing.</param>
    /// <param name="wildcards">False compares <c>*</c> and <c>?</c> as themselves.</param>
    public bool Matches(string value, Func<string, IReadOnlyList<string>?> values, bool ignoreCase = false, bool wildcards = true)
    {
        if ((_compiled ?? Compile(values)) is not { } pattern)
            return false;
        return wildcards ? Glob(pattern, value, ignoreCase) : Plain(pattern, value, ignoreCase);
    }

    private int[]? Compile(Func<string, IReadOnlyList<string>?>? values)
    {
        var pattern = new List<int>(Text.Length);
        foreach (var (text, isVariable) in _pieces)
        {
            if (!isVariable)
                pattern.AddRange(text.Select(c => c switch { '*' => Star, '?' => One, _ => c }));
            else if (text is "*" or "?" or "$")
                pattern.Add(text[0]);
            else if (values!(text.ToLowerInvariant()) is [var value, ..])
                pattern.AddRange(value.Select(c => (int)c));
            else
                return null;
        }
        return [.. pattern];
    }

    private static bool Plain(int[] pattern, string value, bool ignoreCase)
    {
        if (pattern.Length != value.Length)
            return false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var p = pattern[i] switch { Star => '*', One => '?', var c => c };
            if (!Same(p, value[i], ignoreCase))
                return false;
        }
        return true;
    }

    private static bool Glob(int[] pattern, string value, bool ignoreCase)
    {
        int p = 0, v = 0, star = -1, mark = 0;
        while (v < value.Length)
        {
            if (p < pattern.Length && pattern[p] == Star)
            {
                star = p++;
                mark = v;
            }
            else if (p < pattern.Length && (pattern[p] == One || Same(pattern[p], value[v], ignoreCase)))
            {
                p++;
                v++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                v = ++mark;
            }
            else
                return false;
        }
        while (p < pattern.Length && pattern[p] == Star)
            p++;
        return p == pattern.Length;
    }

    private static bool Same(int pattern, char c, bool ignoreCase) =>
        pattern == c || (ignoreCase && pattern >= 0 && char.ToLowerInvariant((char)pattern) == char.ToLowerInvariant(c));
}
