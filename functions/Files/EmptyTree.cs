using System.Text;
using Longshore.Files.Native;
using Microsoft.Win32.SafeHandles;

namespace Longshore.Files;

/// <summary>Removes folders that hold nothing but folders. The kernel refuses to remove one that holds anything else.</summary>
internal static class EmptyTree
{
    /// <summary>Removes the empty folders beneath a folder; the folder itself stays.</summary>
    public static void Remove(SafeFileHandle root, Beneath beneath, ReadOnlySpan<byte> folder)
    {
        using var directory = beneath.OpenDirectory(root, folder, readable: true, out _);
        if (directory is not null)
            RemoveChildren(directory, VolumePath.MaximumBytes);
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

    private static void RemoveChildren(SafeFileHandle directory, int depth)
    {
        using var listing = DirectoryListing.Read(directory, (_, isDirectory) => isDirectory, out _);
        for (var i = 0; i < listing.Count && depth > 0; i++)
        {
            var name = Beneath.Terminated(listing.Name(i));
            using (var child = Sys.OpenAt(directory, name, Flags.ReadOnly | Flags.Directory | Flags.NoFollow, out _))
            {
                if (child is not null)
                    RemoveChildren(child, depth - 1);
            }

            Sys.RemoveDirectory(directory, name);
        }
    }
}
