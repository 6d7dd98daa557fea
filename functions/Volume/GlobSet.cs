namespace Longshore.Volumes;

/// <summary>
/// Patterns of paths. <c>*</c> matches any characters within a component, <c>**</c> any across components (<c>**/</c> also none),
/// <c>?</c> one character, <c>[abc]</c> and <c>[a-z]</c> one of a set, <c>[!a]</c> one that is not in a set, <c>{a,b}</c> one of
/// the alternatives, <c>\</c> the next character as it is. A pattern without <c>/</c> is compared with the last component, one
/// with <c>/</c> with the whole path from the root; one that ends in <c>/</c> matches everything in such a folder. Case matters;
/// a leading dot has no special meaning. The time is at most proportional to the length of the path times that of the pattern.
/// </summary>
public sealed class GlobSet
{
    private readonly GlobPattern[] _patterns;

    private GlobSet(GlobPattern[] patterns) => _patterns = patterns;

    /// <exception cref="FormatException">A pattern is wrong; the message names it and the mistake.</exception>
    public static GlobSet Parse(IEnumerable<string> patterns) => new([.. patterns.SelectMany(GlobParser.Parse)]);

    /// <summary>Whether it has no patterns and matches nothing.</summary>
    public bool IsEmpty => _patterns.Length == 0;

    /// <param name="path">A path relative to the root.</param>
    public bool IsMatch(ReadOnlySpan<char> path)
    {
        foreach (var pattern in _patterns)
        {
            if (pattern.IsMatch(path))
                return true;
        }

        return false;
    }

    /// <summary>Whether one of the patterns matches every path beneath a folder.</summary>
    /// <param name="folder">Its path relative to the root, with no slash at the end.</param>
    public bool Covers(string folder) => Array.Exists(_patterns, pattern => pattern.Covers(folder));

    /// <summary>Whether a path beneath a folder may match; true if this is not certain.</summary>
    /// <param name="folder">Its path relative to the root, with no slash at the end.</param>
    public bool Reaches(string folder) => Array.Exists(_patterns, pattern => pattern.Reaches(folder));
}

/// <summary>Splits a setting that holds several globs at the commas that are not between braces.</summary>
public static class GlobList
{
    public static IReadOnlyList<string> Split(string text)
    {
        var globs = new List<string>();
        var (start, depth) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : ',';
            if (c == '{')
                depth++;
            else if (c == '}' && depth > 0)
                depth--;
            if (i < text.Length && (c != ',' || depth > 0))
                continue;
            if (text[start..i].Trim() is { Length: > 0 } glob)
                globs.Add(glob);
            start = i + 1;
        }

        return globs;
    }
}
