using Longshore.Files.Native;
using Microsoft.Win32.SafeHandles;

namespace Longshore.Files;

/// <summary>What a step of a walk has come to.</summary>
internal enum TreeStep
{
    /// <summary>A folder that cannot be opened or read to its end, or that lies too deep; <see cref="TreeWalk.Errno"/> says why.</summary>
    Failed = 0,

    /// <summary>Anything but a folder.</summary>
    Entry,

    /// <summary>A folder whose entries follow.</summary>
    Entered,

    /// <summary>A folder whose entries are behind us.</summary>
    Left,
}

/// <summary>
/// Walks a tree of folders depth first, no link followed, with a stack of its own: whoever may write to the volume decides how deep a tree is.
/// Folders whose path is longer than any file's of ours (<see cref="VolumePath.MaximumBytes"/>) are not entered: ENAMETOOLONG.
/// </summary>
internal sealed class TreeWalk : IDisposable
{
    private readonly Stack<Level> _levels = new();
    private readonly DirectoryListing.Filter? _filter;

    /// <param name="top">Open for reading, at its start; not owned.</param>
    /// <param name="filter">What is walked; all if null.</param>
    public TreeWalk(SafeFileHandle top, DirectoryListing.Filter? filter)
    {
        _filter = filter;
        Folder = top;
        _levels.Push(new Level(top, DirectoryListing.Read(top, filter, out var errno), [], []));
        Errno = errno;
    }

    /// <summary>Why the folder above could not be read to its end, after a failed step, or the top after the construction; else 0.</summary>
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
        var level = _levels.Peek();
        if (level.Next == level.Listing.Count)
            return TryLeave();
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
            Close(_levels.Pop());
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
            _levels.Push(new Level(folder, DirectoryListing.Read(folder, _filter, out errno), Name, Path));
        Errno = errno;
        return errno == 0 ? TreeStep.Entered : TreeStep.Failed;
    }

    private bool TryLeave()
    {
        if (_levels.Count == 1)
            return false;
        var left = _levels.Pop();
        Close(left);
        (Step, Folder, Name, Path) = (TreeStep.Left, _levels.Peek().Folder, left.Name, left.Path);
        return true;
    }

    private void Close(Level level)
    {
        level.Listing.Dispose();
        if (_levels.Count > 0)
            level.Folder.Dispose();
    }

    private sealed class Level(SafeFileHandle folder, DirectoryListing listing, byte[] name, byte[] path)
    {
        public SafeFileHandle Folder { get; } = folder;

        public DirectoryListing Listing { get; } = listing;

        public byte[] Name { get; } = name;

        public byte[] Path { get; } = path;

        public int Next { get; set; }
    }
}
