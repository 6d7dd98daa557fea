namespace Longshore.IntegrationTests.Sandbox;

internal static class RepositoryFolder
{
    /// <summary>A folder of the checkout that the tests were built from, found upwards of the test assembly.</summary>
    public static string Find(params string[] names)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Functions.sln")))
                return Path.Combine([folder.FullName, .. names]);
        }
        throw new DirectoryNotFoundException("No Functions.sln above " + AppContext.BaseDirectory);
    }
}
