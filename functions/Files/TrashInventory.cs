using System.Text;
using Longshore.Files.Native;
using Microsoft.Win32.SafeHandles;

namespace Longshore.Files;

/// <summary>Finds the trash of processes that died.</summary>
internal static class TrashInventory
{
    public static IReadOnlyList<string> Stale(SafeFileHandle root, Beneath beneath, TimeSpan olderThan, TimeProvider time)
    {
        var limit = Timestamp.From(time.GetUtcNow() - olderThan);
        var stale = new List<string>();
        foreach (var batch in Folders(root, beneath, TrashFolder.Trash))
        {
            foreach (var process in Folders(root, beneath, $"{TrashFolder.Trash}/{batch}"))
            {
                var folder = $"{TrashFolder.Trash}/{batch}/{process}";
                if (MayBeStale(root, beneath, folder, limit))
                    stale.Add(folder);
            }
        }

        return stale;
    }

    /// <summary>The slots of a batch's trash, in which a file has the path that it had on the volume.</summary>
    public static IReadOnlyList<string> Slots(SafeFileHandle root, Beneath beneath, string batch) =>
        [.. Folders(root, beneath, $"{TrashFolder.Trash}/{batch}")
            .SelectMany(process => Folders(root, beneath, $"{TrashFolder.Trash}/{batch}/{process}").Select(slot => $"{TrashFolder.Trash}/{batch}/{process}/{slot}"))];

    /// <summary>A folder that cannot be read hides no other: it is named too, and settling it says what is wrong.</summary>
    private static bool MayBeStale(SafeFileHandle root, Beneath beneath, string folder, Timestamp limit)
    {
        using var directory = beneath.OpenDirectory(root, Encoding.ASCII.GetBytes(folder), readable: true, out var errno);
        if (directory is null)
            return errno != Errno.ENOENT;
        try
        {
            return !HasChangeSince(directory, limit, folder);
        }
        catch (VolumeFileException)
        {
            return true;
        }
    }

    /// <summary>Whether the directory or anything beneath it has changed (ctime) after the limit.</summary>
    /// <exception cref="VolumeFileException">It cannot be told.</exception>
    public static bool HasChangeSince(SafeFileHandle directory, Timestamp limit, string path)
    {
        if (ChangedSince(directory, "\0"u8, limit, path))
            return true;
        using var listing = DirectoryListing.Read(directory, null, out var errno);
        if (errno != 0)
            throw VolumeFileException.For(path, "read", errno);
        for (var i = 0; i < listing.Count; i++)
        {
            var name = Beneath.Terminated(listing.Name(i));
            if (listing.Type(i) != EntryType.Directory)
            {
                if (ChangedSince(directory, name, limit, path))
                    return true;
                continue;
            }

            using var child = Sys.OpenAt(directory, name, Flags.ReadOnly | Flags.Directory | Flags.NoFollow, out errno);
            if (child is null && errno is not (Errno.ENOENT or Errno.ENOTDIR or Errno.ELOOP))
                throw VolumeFileException.For(path, "read", errno);
            if (child is null || HasChangeSince(child, limit, path))
                return true;
        }

        return false;
    }

    private static bool ChangedSince(SafeFileHandle directory, ReadOnlySpan<byte> name, Timestamp limit, string path) =>
        Sys.Stat(directory, name, forceSync: true, out var found) switch
        {
            0 => FileStat.Moment(found.ChangedSeconds, found.ChangedNanoseconds) > limit,
            Errno.ENOENT => true, // It goes while it is looked at, so somebody is at work.
            var errno => throw VolumeFileException.For(path, "examined", errno),
        };

    private static List<string> Folders(SafeFileHandle root, Beneath beneath, string path)
    {
        var names = new List<string>();
        using var directory = beneath.OpenDirectory(root, Encoding.ASCII.GetBytes(path), readable: true, out var errno);
        if (errno == Errno.ENOENT)
            return names;
        using var listing = directory is null ? null : DirectoryListing.Read(directory, (_, folder) => folder, out errno);
        if (errno != 0)
            throw VolumeFileException.For(path, "read", errno);
        for (var i = 0; i < listing!.Count; i++)
        {
            var name = PathText.Of(listing.Name(i));
            if (TrashFolder.IsWord(name))
                names.Add(name);
        }

        return names;
    }
}
