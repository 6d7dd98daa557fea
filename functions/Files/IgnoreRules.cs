namespace Longshore.Files;

/// <summary>What is never shipped unless <c>Schedule:Exclude</c> says otherwise.</summary>
internal static class IgnoreRules
{
    /// <summary>Files still being written under a temporary name, hidden files and folders, and Longshore's own folder.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } = ["*.tmp", "*.part", ".*", ".*/", VolumeRoot.OwnFolder + "/"];

    public static GlobSet Default { get; } = GlobSet.Parse(BuiltIn);
}
