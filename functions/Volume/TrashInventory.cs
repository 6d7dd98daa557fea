namespace Longshore.Volumes;

/// <summary>Finds the trash of processes that died.</summary>
internal static class TrashInventory
{
    public static IReadOnlyList<string> Stale(SafeFileHandle root, Beneath beneath, TimeSpan olderThan, TimeProvider time)
    {
        var limit = Timestamp.From(time.GetUtcNow() - olderThan);
        var stale = new List<string>();
        foreach (var batch in Folders(root, beneath, TrashFolder.Trash))
        {
            var folder = $"{TrashFolder.Trash}/{batch}";
            // A process that died before it made its own folder, or after it removed it, leaves the batch's.
            var folders = IsEmpty(root, beneath, folder)
                ? [folder] : Folders(root, beneath, folder).Select(process => $"{folder}/{process}");
            stale.AddRange(folders.Where(each => MayBeStale(root, beneath, each, limit)));
        }

        return stale;
    }

    /// <summary>The slots of a batch's trash, in which a file has the path that it had on the volume.</summary>
    public static IReadOnlyList<string> Slots(SafeFileHandle root, Beneath beneath, string batch) =>
        [.. Folders(root, beneath, $"{TrashFolder.Trash}/{batch}")
            .SelectMany(process => Folders(root, beneath, $"{TrashFolder.Trash}/{batch}/{process}")
                .Select(slot => $"{TrashFolder.Trash}/{batch}/{process}/{slot}"))];

    /// <summary>A folder that cannot be read hides no other: it is named too, and settling it says what is wrong.</summary>
    private static bool MayBeStale(SafeFileHandle root, Beneath beneath, string folder, Timestamp limit)
    {
        using var directory = beneath.OpenDirectory(root, Encoding.ASCII.GetBytes(folder), readable: true, out var errno);
        if (directory is null)
            return errno != Errno.ENOENT;
        try
        {
            return !HasChangeSince(directory, beneath, limit, folder);
        }
        catch (VolumeFileException)
        {
            return true;
        }
    }

    /// <summary>
    /// Whether the directory or anything beneath it, as far down as files of ours lie, has changed (ctime) after the limit.
    /// </summary>
    /// <exception cref="VolumeFileException">It cannot be told.</exception>
    public static bool HasChangeSince(SafeFileHandle directory, Beneath beneath, Timestamp limit, string path)
    {
        if (ChangedSince(directory, "\0"u8, limit, path))
            return true;
        using var walk = new TreeWalk(directory, beneath, null);
        if (walk.Errno != 0)
            throw VolumeFileException.For(path, "read", walk.Errno);
        while (walk.TryNext())
        {
            switch (walk.Step)
            {
                case TreeStep.Left:
                    break;
                case TreeStep.Failed when walk.Errno is Errno.ENOENT or Errno.ENOTDIR or Errno.ELOOP:
                    return true; // It goes while it is looked at, so somebody is at work.
                case TreeStep.Failed when walk.Errno != Errno.ENAMETOOLONG:
                    throw VolumeFileException.For(path, "read", walk.Errno);
                default:
                    if (ChangedSince(walk.Folder, walk.Name, limit, path))
                        return true;
                    break;
            }
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

    private static bool IsEmpty(SafeFileHandle root, Beneath beneath, string path)
    {
        using var directory = beneath.OpenDirectory(root, Encoding.ASCII.GetBytes(path), readable: true, out _);
        if (directory is null)
            return false;
        using var listing = DirectoryListing.Read(directory, null, out var errno);
        return errno == 0 && listing.Count == 0;
    }

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
