namespace Longshore.Volumes;

/// <summary>Removes folders that hold nothing but folders. The kernel refuses to remove one that holds anything else.</summary>
internal static class EmptyTree
{
    /// <summary>Removes the empty folders beneath a folder; the folder itself stays.</summary>
    public static void Remove(SafeFileHandle root, Beneath beneath, ReadOnlySpan<byte> folder)
    {
        using var directory = beneath.OpenDirectory(root, folder, readable: true, out _);
        if (directory is null)
            return;
        using var walk = new TreeWalk(directory, beneath, (_, isDirectory) => isDirectory);
        while (walk.TryNext())
        {
            if (walk.Step == TreeStep.Left)
                Sys.RemoveDirectory(walk.Folder, walk.Name);
        }
    }

    /// <summary>Removes a folder and those above it while they are empty, down to but not with a last one.</summary>
    public static void RemoveUpwards(SafeFileHandle root, Beneath beneath, string folder, string last)
    {
        while (folder.Length > last.Length && VolumePath.TryParse(folder, out var path, out _))
        {
            using var parent = beneath.OpenParent(root, path, out var name, out _);
            if (parent is null || Sys.RemoveDirectory(parent, name) is not (0 or Errno.ENOENT))
                return;
            folder = path.Parent?.Value ?? "";
        }
    }
}
