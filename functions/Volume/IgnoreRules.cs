namespace Longshore.Volumes;

/// <summary>
/// The files that are never shipped and never deleted: by the built-in rules and those of <c>Schedule:Exclude</c>.
/// </summary>
public static class IgnoreRules
{
    /// <summary>The first glob of <c>Schedule:Exclude</c> may be this one: then the built-in rules do not apply.</summary>
    public const string NotBuiltIn = "!builtin";

    /// <summary>Files that are written under a temporary name, hidden files and folders, and what fsck has recovered.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } = ["*.tmp", "*.part", ".*", ".*/", "lost+found/"];

    /// <summary>The built-in rules and those of a setting; only those of the setting if it begins with <c>!builtin</c>.</summary>
    /// <param name="exclude">Globs separated by commas; may be empty.</param>
    /// <exception cref="FormatException">A pattern is wrong, or <c>!builtin</c> is not the first.</exception>
    public static GlobSet Of(string exclude)
    {
        var globs = GlobList.Split(exclude);
        var own = globs is [NotBuiltIn, ..] ? globs.Skip(1) : BuiltIn.Concat(globs);
        if (globs.FirstOrDefault(
            glob => glob.StartsWith('!') && glob != NotBuiltIn && NearestName.Close(glob, [NotBuiltIn]) is not null) is { } meant)
            throw new FormatException($"'{meant}' is not known; did you mean {NotBuiltIn}?");
        return globs.Skip(1).Contains(NotBuiltIn)
            ? throw new FormatException($"{NotBuiltIn} takes the built-in rules away only where it stands first.")
            : GlobSet.Parse(own);
    }
}
