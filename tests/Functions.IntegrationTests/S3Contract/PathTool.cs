namespace Longshore.IntegrationTests.S3Contract;

internal static class PathTool
{
    /// <summary>Where PATH has the program; null if nowhere.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);
}
