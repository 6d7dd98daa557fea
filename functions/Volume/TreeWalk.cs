namespace Longshore.Volumes;

/// <summary>What a step of a walk has come to.</summary>
internal enum TreeStep
{
    /// <summary>
    /// A folder that cannot be opened or read to its end, or that lies too deep; <see cref="TreeWalk.Errno"/> says why.
    /// </summary>
    Failed = 0,

    /// <summary>Anything but a folder.</summary>
    Entry,

    /// <summary>A folder whose entries follow.</summary>
    Entered,

    /// <summary>A folder whose entries are behind us.</summary>
    Left,
}

/// <summary>
/// Walks a tree of folders depth first, no link followed, with a stack of its own: whoever may write to the volume decides how
/// deep a tree is. Of a deep chain only the lowest folders stay open. Folders whose path is longer than any file's of ours
/// (<see cref="VolumePath.MaximumBytes"/>) are not entered: ENAMETOOLONG.
/// </summary>
internal sealed class TreeWalk : IDisposable
{
    /// <summary>Open folders at most, as in a scan: a chain of 2,000 must not take the descriptors that uploads need.</summary>
    private const int MostOpen = VolumeScanner.MostOpen;

    private readonly List<Level> _levels = [];
    private readonly Beneath _beneath;
    private readonly DirectoryListing.Filter? _filter;

    /// <param name="top">Open for reading, at its start; not owned.</param>
    /// <param name="filter">What is walked; all if null.</param>
    public TreeWalk(SafeFileHandle top, Beneath beneath, DirectoryListing.Filter? filter)
    {
        (_beneath, _filter) = (beneath, filter);
        Folder = top;
        _levels.Add(new Level(top, DirectoryListing.Read(top, filter, out var errno), [], []));
        Errno = errno;
    }

    /// <summary>
    /// Why the folder above could not be read to its end, after a failed step, or the top after the construction; else 0.
    /// </summary>
    public int Errno { get; private set; }

    public TreeStep Step { get; private set; }

    /// <summary>The folder that holds the entry.</summary>
    public SafeFileHandle Folder { get; private set; }

    /// <summary>The entry's name with a NUL behind it.</summary>
    public byte[] Name { get; private set; } = [];

    /// <summary>The entry's path beneath the top.</summary>
    public byte[] Path { get; private set; } = [];

    public bool TryNext()
    {
        Errno = 0;
        var level = _levels[^1];
        if (level.Next == level.Listing.Count)
            return TryLeave();
        if (!IsOpen(level))
            return true;
        var at = level.Next++;
        var name = level.Listing.Name(at);
        Folder = level.Folder;
        Name = Beneath.Terminated(name);
        Path = level.Path.Length == 0 ? name.ToArray() : [.. level.Path, (byte)'/', .. name];
        Step = level.Listing.Type(at) == EntryType.Directory ? Enter() : TreeStep.Entry;
        return true;
    }

    public void Dispose()
    {
        while (_levels.Count > 0)
            CloseLast();
    }

    private TreeStep Enter()
    {
        if (Path.Length > VolumePath.MaximumBytes)
        {
            Errno = Native.Errno.ENAMETOOLONG;
            return TreeStep.Failed;
        }

        var folder = Sys.OpenAt(Folder, Name, Flags.ReadOnly | Flags.Directory | Flags.NoFollow, out var errno);
        if (folder is not null)
        {
            _levels.Add(new Level(folder, DirectoryListing.Read(folder, _filter, out errno), Name, Path));
            // The first is not ours.
            if (_levels.Count - MostOpen > 1)
                _levels[^(MostOpen + 1)].Folder.Dispose();
        }

        Errno = errno;
        return errno == 0 ? TreeStep.Entered : TreeStep.Failed;
    }

    private bool TryLeave()
    {
        if (_levels.Count == 1)
            return false;
        var left = CloseLast();
        var above = _levels[^1];
        if (IsOpen(above))
            (Step, Folder, Name, Path) = (TreeStep.Left, above.Folder, left.Name, left.Path);
        return true;
    }

    /// <summary>
    /// Opens a folder again that was closed for those beneath it. If that fails the step has failed, and nothing more of it
    /// follows.
    /// </summary>
    private bool IsOpen(Level level)
    {
        if (!level.Folder.IsClosed)
            return true;
        var folder = _beneath.OpenDirectory(_levels[0].Folder, level.Path, readable: false, out var errno);
        if (folder is not null)
        {
            level.Folder = folder;
            return true;
        }

        level.Next = level.Listing.Count;
        Errno = errno;
        (Step, Folder, Name, Path) = (TreeStep.Failed, _levels[0].Folder, level.Name, level.Path);
        return false;
    }

    private Level CloseLast()
    {
        var level = _levels[^1];
        _levels.RemoveAt(_levels.Count - 1);
        level.Listing.Dispose();
        if (_levels.Count > 0)
            level.Folder.Dispose();
        return level;
    }

    private sealed class Level(SafeFileHandle folder, DirectoryListing listing, byte[] name, byte[] path)
    {
        public SafeFileHandle Folder { get; set; } = folder;

        public DirectoryListing Listing { get; } = listing;

        public byte[] Name { get; } = name;

        public byte[] Path { get; } = path;

        public int Next { get; set; }
    }
}
