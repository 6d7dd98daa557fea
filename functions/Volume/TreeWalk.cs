namespace Longshore.Volumes;

/// <summary>What a step of a walk has reached.</summary>
internal enum TreeStep
{
    /// <summary>A folder that cannot be opened or read to its end, or is too deep; see <see cref="TreeWalk.Errno"/>.</summary>
    Failed = 0,

    /// <summary>An entry that is not a folder.</summary>
    Entry,

    /// <summary>A folder whose entries follow.</summary>
    Entered,

    /// <summary>A folder whose entries have all been walked.</summary>
    Left,
}

/// <summary>
/// Walks a tree of folders depth first and follows no link. It does not recurse, because a writer can make a tree of any depth.
/// Of a deep chain only the lowest folders stay open. A folder whose path is longer than <see cref="VolumePath.MaximumBytes"/>,
/// which holds none of Longshore's files, is not entered: ENAMETOOLONG.
/// </summary>
internal sealed class TreeWalk : IDisposable
{
    private readonly List<Level> _levels = [];
    private readonly FolderOpener _opener;
    private readonly DirectoryListing.Filter? _filter;

    /// <param name="top">Open for reading, at its start; not owned.</param>
    /// <param name="filter">Chooses the entries; null for all.</param>
    public TreeWalk(SafeFileHandle top, FolderOpener opener, DirectoryListing.Filter? filter)
    {
        (_opener, _filter) = (opener, filter);
        Folder = top;
        _levels.Add(new Level(DirectoryListing.Read(top, filter, out var errno), [], []) { Folder = top });
        Errno = errno;
    }

    /// <summary>Why the step failed, or why the constructor could not read the top to its end; else 0.</summary>
    public int Errno { get; private set; }

    public TreeStep Step { get; private set; }

    /// <summary>The folder that holds the entry.</summary>
    public SafeFileHandle Folder { get; private set; }

    /// <summary>The entry's name with a NUL at the end.</summary>
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
        Name = PathText.Terminated(name);
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
            _levels.Add(new Level(DirectoryListing.Read(folder, _filter, out errno), Name, Path) { Folder = folder });
            // The caller owns the first one.
            if (_levels.Count - VolumeScanner.MostOpen > 1)
                _levels[^(VolumeScanner.MostOpen + 1)].Folder.Dispose();
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
    /// Opens a folder again that was closed for the folders beneath it. On failure the step fails and the folder's other entries
    /// are left out.
    /// </summary>
    private bool IsOpen(Level level)
    {
        if (!level.Folder.IsClosed)
            return true;
        var folder = _opener.Open(_levels[0].Folder, level.Path, readable: false, out var errno);
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

    private sealed record Level(DirectoryListing Listing, byte[] Name, byte[] Path)
    {
        public required SafeFileHandle Folder { get; set; }

        public int Next { get; set; }
    }
}
