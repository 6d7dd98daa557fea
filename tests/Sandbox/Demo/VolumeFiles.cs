namespace Longshore.Sandbox.Demo;

/// <summary>What is left on the volume.</summary>
internal static class VolumeFiles
{
    /// <summary>Relative paths of all files, hidden ones and trash included.</summary>
    public static IEnumerable<string> Paths(string volume) =>
        Directory.EnumerateFiles(volume, "*", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.None,
            IgnoreInaccessible = true,
        })
            .Select(path => Path.GetRelativePath(volume, path));

    public static int Count(string volume) => Paths(volume).Count();
}
