namespace Longshore.Volumes;

/// <summary>Removes empty folders. The kernel refuses to remove a folder that holds anything.</summary>
internal static class EmptyFolders
{
    /// <summary>See <see cref="VolumeRoot.RemoveEmptyDirectories"/>.</summary>
    public static int RemoveAbove(
        IEnumerable<VolumePath> deletedFiles, SafeFileHandle root, FolderOpener opener, TimeSpan olderThan, TimeProvider time)
    {
        var limit = Timestamp.From(time.GetUtcNow() - olderThan);
        var folders = new HashSet<VolumePath>();
        foreach (var file in deletedFiles)
        {
            for (var folder = file.Parent; folder is { } above && folders.Add(above); folder = above.Parent)
            {
            }
        }

        // The longest path comes first, so that a folder is removed before the folder that holds it.
        return folders.OrderByDescending(f => f.Value.Length).Count(f => TryRemove(root, opener, f, limit));
    }

    /// <summary>Removes the empty folders beneath a folder, which stays itself.</summary>
    public static void RemoveBeneath(SafeFileHandle root, FolderOpener opener, ReadOnlySpan<byte> folder)
    {
        using var directory = opener.Open(root, folder, readable: true, out _);
        if (directory is null)
            return;
        using var walk = new TreeWalk(directory, opener, null);
        while (walk.TryNext())
        {
            if (walk.Step == TreeStep.Left)
                Sys.RemoveDirectory(walk.Folder, walk.Name);
        }
    }

    /// <summary>Removes a folder and the folders above it, up to the first that is not empty. The last one stays.</summary>
    public static void RemoveUpwards(SafeFileHandle root, FolderOpener opener, string folder, string last)
    {
        while (folder.Length > last.Length && VolumePath.TryParse(folder, out var path, out _))
        {
            using var parent = opener.OpenParent(root, path, out var name, out _);
            if (parent is null || Sys.RemoveDirectory(parent, name) is not (0 or Errno.ENOENT))
                return;
            folder = path.Parent?.Value ?? "";
        }
    }

    private static bool TryRemove(SafeFileHandle root, FolderOpener opener, VolumePath folder, Timestamp limit)
    {
        using var parent = opener.OpenParent(root, folder, out var name, out _);
        return parent is not null
            && Sys.Stat(parent, name, forceSync: true, out var found) == 0
            && FileStat.KindOf(found.Mode) == FileKind.Directory
            && MadeAt(found) <= limit
            && Sys.RemoveDirectory(parent, name) == 0;
    }

    /// <summary>The birth time where there is one: the deletion of its files has just changed the folder's mtime.</summary>
    private static Timestamp MadeAt(in StatxBuffer found) =>
        (found.Mask & StatxBuffer.BirthTime) != 0 ? found.Born : found.Modified;
}
