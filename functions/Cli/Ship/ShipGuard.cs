namespace Longshore.Cli.Ship;

/// <summary>Checks the directory before the run starts: files will be deleted from it.</summary>
internal static class ShipGuard
{
    /// <exception cref="UsageException">It is no directory, it is <c>/</c>, or it cannot be read.</exception>
    public static void CheckNamed(string directory)
    {
        if (File.Exists(directory))
            throw new UsageException($"'{directory}' is a file; name the directory to ship.");
        try
        {
            File.GetAttributes(directory);
            foreach (var _ in Directory.EnumerateFileSystemEntries(directory))
                break;
        }
        catch (UnauthorizedAccessException)
        {
            throw new UsageException($"'{directory}' may not be read by the user {Environment.UserName}. Run longshore as the "
                + "owner of the directory, or let this user read and enter it and the folders above it.");
        }
        catch (IOException error)
        {
            throw new UsageException(error is FileNotFoundException or DirectoryNotFoundException
                ? $"'{directory}' does not exist; name the directory to ship."
                : $"'{directory}' cannot be read ({error.Message}); check the mount.");
        }

        var target = new DirectoryInfo(directory).ResolveLinkTarget(returnFinalTarget: true)?.FullName
            ?? Path.GetFullPath(directory);
        if (Path.GetPathRoot(target) == target)
            throw new UsageException(
                $"'{directory}' is the root of the whole filesystem; name the one directory whose files are to leave.");
    }

    /// <summary>Tests the permissions for a deletion before the first upload.</summary>
    /// <exception cref="UsageException">Files could be shipped but not deleted.</exception>
    public static void CheckWritable(Volume volume, string directory)
    {
        using var root = volume.Open();
        if (root.IsReadOnly)
            throw new UsageException($"'{directory}' is mounted read-only, so that shipped files could not be deleted. Mount it "
                + "writable, or pass --keep to ship and delete nothing.");
        if (!root.TryProbeWritable(out var problem))
            throw new UsageException($"'{directory}' cannot be written to, so that shipped files could not be deleted: "
                + $"{problem.Split(';')[0].TrimEnd('.')}. Run as the owner of the directory, or pass --keep to ship and "
                + "delete nothing.");
    }
}
