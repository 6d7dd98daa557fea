namespace Longshore.Volumes;

internal enum TreeStep
{
    /// <summary>A folder that cannot be opened, or is too deep; see <see cref="TreeWalk.Errno"/>.</summary>
    Failed = 0,

    /// <summary>An entry that is not a folder.</summary>
    Entry,

    /// <summary>A folder. The next step enters it, unless <see cref="TreeWalk.Skip"/> is called.</summary>
    Entering,

    /// <summary>A folder that cannot be read to its end; see <see cref="TreeWalk.Errno"/>. What was read of it follows.</summary>
    Incomplete,

    /// <summary>A folder whose entries have all been walked.</summary>
    Left,
}

/// <summary>
/// Walks a tree of folders depth first, in the byte order of the paths (a folder sorts as its name plus <c>/</c>). Each folder is
/// opened from the one above and no link is followed, so that no change of a name leads outside. It does not recurse, because a
/// writer can make a tree of any depth. Of a deep chain only the lowest folders stay open. A folder whose path is so long that it
/// holds none of Longshore's files is not entered: ENAMETOOLONG.
/// </summary>
internal sealed class TreeWalk : IDisposable
{
    /// <summary>Open folders at most: a chain of 2,000 folders must leave descriptors for uploads.</summary>
    private const int MostOpen = 64;

    /// <summary>In the trash, a slot stands before the path that a file had; see <see cref="TrashFolder"/>.</summary>
    private const int MostPathBytes = VolumePath.MaximumBytes + 64;

    private readonly List<Level> _levels = [];
    private readonly FolderOpener _opener;
    private readonly ScanRange? _range;
    private byte[] _path = new byte[MostPathBytes + 1];
    private int _nameStart;
    private int _pathLength;

    /// <param name="top">Open for reading, at its start; not owned.</param>
    /// <param name="range">The paths to give; null for all.</param>
    public TreeWalk(SafeFileHandle top, FolderOpener opener, ScanRange? range)
    {
        (_opener, _range) = (opener, range);
        Folder = top;
        Errno = Push(top, 0);
    }

    /// <summary>Why the step failed, or why the constructor could not read the top to its end; else 0.</summary>
    public int Errno { get; private set; }

    public TreeStep Step { get; private set; }

    /// <summary>The type that the folder gave for the entry; the entry may have another type by now.</summary>
    public EntryType Type { get; private set; }

    public SafeFileHandle Folder { get; private set; }

    /// <summary>The entry's name with a NUL at the end; valid until the next step.</summary>
    public ReadOnlySpan<byte> Name => _path.AsSpan(_nameStart, _pathLength + 1 - _nameStart);

    /// <summary>The entry's path beneath the top; valid until the next step.</summary>
    public ReadOnlySpan<byte> Path => _path.AsSpan(0, _pathLength);

    public bool TryNext()
    {
        Errno = 0;
        if (Step == TreeStep.Entering && !TryEnter())
            return true;
        var level = _levels[^1];
        if (level.Next == level.Listing.Count)
            return TryLeave();
        if (!IsOpen(level))
            return true;
        var name = level.Listing.Name(level.Next);
        Type = level.Listing.Type(level.Next);
        Step = Type == EntryType.Directory ? TreeStep.Entering : TreeStep.Entry;
        // A directory that is being changed may give a name twice; it counts once.
        do
            level.Next++;
        while (level.Next < level.Listing.Count && level.Listing.Name(level.Next).SequenceEqual(name));
        if (level.PathLength + name.Length >= _path.Length)
            Array.Resize(ref _path, level.PathLength + name.Length + VolumePath.MaximumComponentBytes);
        name.CopyTo(_path.AsSpan(level.PathLength));
        Point(level.Folder, level.PathLength, level.PathLength + name.Length);
        return true;
    }

    /// <summary>Leaves out the folder that the next step would enter.</summary>
    public void Skip() => Step = TreeStep.Entry;

    /// <summary>Leaves out the other entries of the folder that holds the entry.</summary>
    public void SkipRest() => _levels[^1].Next = _levels[^1].Listing.Count;

    public void Dispose()
    {
        while (_levels.Count > 0)
            CloseLast();
    }

    private bool TryEnter()
    {
        var errno = Native.Errno.ENAMETOOLONG;
        var folder = _pathLength > MostPathBytes
            ? null : FolderOpener.OpenChild(Folder, Name, Flags.ReadOnly | Flags.Directory, out errno);
        if (folder is not null)
        {
            _path[_pathLength] = (byte)'/';
            errno = Push(folder, _pathLength + 1);
        }

        Errno = errno;
        Step = folder is null ? TreeStep.Failed : TreeStep.Incomplete;
        return errno == 0;
    }

    /// <param name="pathLength">Length of the folder's path with a slash at the end; 0 for the top.</param>
    private int Push(SafeFileHandle folder, int pathLength)
    {
        var window = _range?.Within(_path.AsSpan(0, pathLength));
        var errno = 0;
        var listing = window is { OnlyFolder: { IsEmpty: false } only }
            ? DirectoryListing.OfFolder(only.Span, window.Value.Holds)
            : DirectoryListing.Read(folder, window is null ? null : window.Value.Holds, out errno);
        _levels.Add(new Level(listing, pathLength) { Folder = folder });
        // The caller owns the first one.
        if (_levels.Count - MostOpen > 1)
            _levels[^(MostOpen + 1)].Folder.Dispose();
        return errno;
    }

    private bool TryLeave()
    {
        if (_levels.Count == 1)
            return false;
        var left = CloseLast();
        var above = _levels[^1];
        if (IsOpen(above))
        {
            Step = TreeStep.Left;
            Point(above.Folder, above.PathLength, left.PathLength - 1);
        }

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
        var top = _levels[0].Folder;
        var folder = _opener.Open(top, _path.AsSpan(0, level.PathLength - 1), readable: false, out var errno);
        if (folder is not null)
        {
            level.Folder = folder;
            return true;
        }

        level.Next = level.Listing.Count;
        Errno = errno;
        Step = TreeStep.Failed;
        Point(top, 0, level.PathLength - 1);
        return false;
    }

    private void Point(SafeFileHandle folder, int nameStart, int pathLength)
    {
        (Folder, _nameStart, _pathLength) = (folder, nameStart, pathLength);
        _path[pathLength] = 0;
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

    /// <param name="PathLength">Length of the folder's path with a slash at the end; 0 for the top.</param>
    private sealed record Level(DirectoryListing Listing, int PathLength)
    {
        public required SafeFileHandle Folder { get; set; }

        public int Next { get; set; }
    }
}
