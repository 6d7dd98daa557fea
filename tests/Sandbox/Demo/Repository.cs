namespace Longshore.Sandbox.Demo;

/// <summary>Finds the repository that this program was built from.</summary>
internal static class Repository
{
    /// <summary>
    /// The folder that holds <c>Functions.sln</c>, at or above the working directory or the program's own folder.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">There is none.</exception>
    public static string Root => Above(Environment.CurrentDirectory) ?? Above(AppContext.BaseDirectory)
        ?? throw new DirectoryNotFoundException(
            "No Functions.sln stands at or above the working directory; run this inside the repository.");

    /// <summary>The manifests that the sandbox obeys unless told otherwise.</summary>
    public static string Manifests => Path.Combine(Root, "knative", "base");

    /// <summary>The roles' policies.</summary>
    public static string Iam => Path.Combine(Root, "knative", "iam");

    private static string? Above(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Functions.sln")))
                return folder.FullName;
        }

        return null;
    }
}
