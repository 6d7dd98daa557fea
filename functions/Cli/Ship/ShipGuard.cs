namespace Longshore.Cli.Ship;

/// <summary>Checks the directory before the run starts: files will be deleted from it.</summary>
internal static class ShipGuard
{
    /// <exception cref="UsageException">It is no directory, it is <c>/</c>, or it cannot be read.</exception>
    public static void CheckNamed(string directory)
    {
        var target = CheckReadable(directory);
        if (Path.GetPathRoot(target) == target)
            throw new UsageException(
                $"'{directory}' is the root of the whole filesystem; name the one directory whose files are to leave.");
    }

    /// <returns>The directory itself, if it is named by a link.</returns>
    /// <exception cref="UsageException">It is no directory, or it cannot be read.</exception>
    public static string CheckReadable(string directory)
    {
        var target = Path.GetFullPath(directory);
        try
        {
            target = File.ResolveLinkTarget(target, returnFinalTarget: true)?.FullName ?? target;
            if (!File.GetAttributes(target).HasFlag(FileAttributes.Directory))
                throw new UsageException($"'{directory}' is a file; name the directory to ship.");
            _ = Directory.EnumerateFileSystemEntries(target).Any();
            return target;
        }
        catch (UnauthorizedAccessException)
        {
            throw new UsageException($"'{directory}' may not be read by the user {Environment.UserName}. Run longshore as the "
                + "owner of the directory, or let this user read and enter it and the folders above it.");
        }
        catch (IOException error)
        {
            throw new UsageException(error is FileNotFoundException or DirectoryNotFoundException
                ? $"'{directory}' {(target == Path.GetFullPath(directory) ? "" : $"is a link to '{target}', which ")}does not "
                    + "exist; name the directory to ship."
                : $"'{directory}' cannot be read ({error.Message}); check the mount.");
        }
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
