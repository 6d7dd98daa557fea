namespace Longshore.Volumes;

internal static class TrashInventory
{
    public static IReadOnlyList<string> Stale(SafeFileHandle root, FolderOpener opener, TimeSpan olderThan, TimeProvider time)
    {
        var limit = Timestamp.From(time.GetUtcNow() - olderThan);
        var stale = new List<string>();
        foreach (var batch in Folders(root, opener, TrashFolder.Trash))
        {
            var folder = $"{TrashFolder.Trash}/{batch}";
            // A process that died before it made its own folder, or after it removed it, leaves the batch's folder.
            var folders = IsEmpty(root, opener, folder)
                ? [folder]
                : Folders(root, opener, folder).Select(process => $"{folder}/{process}");
            stale.AddRange(folders.Where(each => MayBeStale(root, opener, each, limit)));
        }

        return stale;
    }

    /// <summary>The slots of a batch's trash; see <see cref="TrashFolder"/>.</summary>
    public static IReadOnlyList<string> Slots(SafeFileHandle root, FolderOpener opener, string batch) =>
        [.. Folders(root, opener, $"{TrashFolder.Trash}/{batch}")
            .SelectMany(process => Folders(root, opener, $"{TrashFolder.Trash}/{batch}/{process}")
                .Select(slot => $"{TrashFolder.Trash}/{batch}/{process}/{slot}"))];

    /// <summary>True for a folder that cannot be read: it does not stop the search, and its settling reports the error.</summary>
    private static bool MayBeStale(SafeFileHandle root, FolderOpener opener, string folder, Timestamp limit)
    {
        using var directory = opener.Open(root, Encoding.ASCII.GetBytes(folder), readable: true, out var errno);
        if (directory is null)
            return errno != Errno.ENOENT;
        try
        {
            return !HasChangeSince(directory, opener, limit, folder);
        }
        catch (VolumeFileException)
        {
            return true;
        }
    }

    /// <summary>
    /// Whether the directory or an entry beneath it, as deep as Longshore's own files can lie, has changed (ctime) after the
    /// limit.
    /// </summary>
    /// <exception cref="VolumeFileException">This is not known.</exception>
    public static bool HasChangeSince(SafeFileHandle directory, FolderOpener opener, Timestamp limit, string path)
    {
        if (ChangedSince(directory, "\0"u8, limit, path))
            return true;
        using var walk = new TreeWalk(directory, opener, null);
        if (walk.Errno != 0)
            throw VolumeFileException.For(path, "read", walk.Errno);
        while (walk.TryNext())
        {
            switch (walk.Step)
            {
                case TreeStep.Left:
                    break;
                case TreeStep.Failed when walk.Errno is Errno.ENOENT or Errno.ENOTDIR or Errno.ELOOP:
                    return true; // It is being removed, so a process is at work.
                case TreeStep.Failed or TreeStep.Incomplete when walk.Errno != Errno.ENAMETOOLONG:
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
            0 => found.Changed > limit,
            Errno.ENOENT => true, // It is being removed, so a process is at work.
            var errno => throw VolumeFileException.For(path, "examined", errno),
        };

    private static bool IsEmpty(SafeFileHandle root, FolderOpener opener, string path) =>
        opener.Names(root, path, null, out var errno).Count == 0 && errno == 0;

    private static IEnumerable<string> Folders(SafeFileHandle root, FolderOpener opener, string path)
    {
        var names = opener.Names(root, path, static (_, folder) => folder, out var errno);
        return errno is 0 or Errno.ENOENT
            ? names.Select(static name => PathText.Of(name)).Where(TrashFolder.IsWord)
            : throw VolumeFileException.For(path, "read", errno);
    }
}
