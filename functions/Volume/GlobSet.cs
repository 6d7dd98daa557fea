namespace Longshore.Volumes;

/// <summary>
/// Patterns of paths. <c>*</c> stands for any characters within a component, <c>**</c> for any across components
/// (<c>**/</c> also for none), <c>?</c> for one character, <c>[abc]</c>, <c>[a-z]</c>, <c>[!a]</c> for one of or none of a set,
/// <c>{a,b}</c> for either, <c>\</c> takes the next character as it is. A pattern without <c>/</c> is compared with the last
/// component; one with <c>/</c> with the whole path, from the root; one that ends in <c>/</c> means all that lies in such a
/// folder. Case matters, a leading dot is nothing special. Time grows with the length of path times pattern, whatever they hold.
/// </summary>
public sealed class GlobSet
{
    private readonly GlobPattern[] _patterns;

    private GlobSet(GlobPattern[] patterns) => _patterns = patterns;

    /// <exception cref="FormatException">A pattern is wrong; the message names it and says what is wrong.</exception>
    public static GlobSet Parse(IEnumerable<string> patterns) => new([.. patterns.SelectMany(GlobParser.Parse)]);

    /// <summary>No patterns: matches nothing.</summary>
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

    /// <summary>Whether one of the patterns matches every path beneath a folder, so that nobody needs to look into it.</summary>
    /// <param name="folder">Its path relative to the root, without a slash at its end.</param>
    public bool Covers(string folder) => Array.Exists(_patterns, pattern => pattern.Covers(folder));

    /// <summary>Whether a path beneath a folder may match; true where that is not certain.</summary>
    /// <param name="folder">Its path relative to the root, without a slash at its end.</param>
    public bool Reaches(string folder) => Array.Exists(_patterns, pattern => pattern.Reaches(folder));
}
