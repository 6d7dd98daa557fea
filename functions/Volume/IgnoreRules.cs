namespace Longshore.Volumes;

/// <summary>
/// What is never shipped and never deleted, whoever names it: the built-in rules and those of <c>Schedule:Exclude</c>.
/// </summary>
public static class IgnoreRules
{
    /// <summary>As the first of the globs in <c>Schedule:Exclude</c> it takes the built-in rules away.</summary>
    public const string NotBuiltIn = "!builtin";

    /// <summary>Files still being written under a temporary name, hidden files and folders, and what fsck has found.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } = ["*.tmp", "*.part", ".*", ".*/", "lost+found/"];

    public static GlobSet Default { get; } = GlobSet.Parse(BuiltIn);

    /// <summary>
    /// The built-in rules and those of a setting, or those of the setting alone where it begins with <c>!builtin</c>.
    /// </summary>
    /// <param name="exclude">Globs separated by commas; may be empty.</param>
    /// <exception cref="FormatException">A pattern is wrong, or <c>!builtin</c> is not the first.</exception>
    public static GlobSet Of(string exclude)
    {
        var globs = GlobList.Split(exclude);
        var own = globs is [NotBuiltIn, ..] ? globs.Skip(1) : BuiltIn.Concat(globs);
        return globs.Skip(1).Contains(NotBuiltIn)
            ? throw new FormatException($"{NotBuiltIn} takes the built-in rules away only where it stands first.")
            : GlobSet.Parse(own);
    }
}
