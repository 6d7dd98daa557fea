using System.Text.Unicode;

namespace Longshore.Volumes;

/// <summary>
/// The walk of <see cref="VolumeRoot.Scan"/>: depth first, with one open directory and one listing for each level. Each is opened
/// from the one above with O_NOFOLLOW, so that no change of a name leads outside. Of a deep chain only the lowest folders stay
/// open.
/// </summary>
internal sealed class VolumeScanner : IDisposable
{
    /// <summary>Open folders at most: a chain of 2,000 folders must leave descriptors for uploads.</summary>
    internal const int MostOpen = 64;

    private readonly List<ScanLevel> _levels = [];
    private readonly Queue<ScanEntry> _pending = new();
    private readonly SafeFileHandle _root;
    private readonly FolderOpener _opener;
    private readonly ScanRange _range;
    private readonly Func<string, bool>? _leavesOut;
    private readonly bool _stableInodes;
    private byte[] _path = new byte[VolumePath.MaximumBytes + 1];

    public VolumeScanner(
        SafeFileHandle root, FolderOpener opener, ScanRange range, Func<string, bool>? leavesOut, bool stableInodes)
    {
        (_root, _opener, _range, _leavesOut, _stableInodes) = (root, opener, range, leavesOut, stableInodes);
        if (_range.IsEmpty)
            return;
        var directory = Sys.OpenAt(root, ".\0"u8, Flags.ReadOnly | Flags.Directory, out var errno)
            ?? throw new VolumeUnavailableException(
                $"Volume__Root cannot be read: {Errno.Explain(errno)}; run as a user who may read it.");
        Push(directory, 0);
    }

    public bool TryNext(out ScanEntry entry)
    {
        while (!_pending.TryDequeue(out entry))
        {
            if (_levels.Count == 0)
                return false;
            var level = _levels[^1];
            if (!level.TryAdvance())
            {
                level.Dispose();
                _levels.RemoveAt(_levels.Count - 1);
            }
            else if (level.Directory.IsClosed && !TryReopen(level))
            {
                level.Abandon();
            }
            else if (level.Type == EntryType.Directory)
            {
                Descend(level);
            }
            else
            {
                Examine(level);
            }
        }

        return true;
    }

    public void Dispose()
    {
        foreach (var level in _levels)
            level.Dispose();
        _levels.Clear();
    }

    private void Descend(ScanLevel level)
    {
        var length = Append(level, level.Name);
        var path = _path.AsSpan(0, length);
        if (_leavesOut?.Invoke(PathText.Of(path)) == true)
        {
            Report(ScanEntryKind.Excluded, path, default, "A rule leaves out all that is in this folder; it was not opened.");
            return;
        }

        if (length >= VolumePath.MaximumBytes)
        {
            Report(ScanEntryKind.Unaddressable, path, default,
                $"The path of this folder is longer than {VolumePath.MaximumBytes} bytes; what is in it is not scanned.");
            return;
        }

        var name = PathText.Terminated(level.Name);
        var directory = FolderOpener.OpenChild(level.Directory, name, Flags.ReadOnly | Flags.Directory, out var errno);
        if (directory is null)
        {
            ReportUnopened(path, errno);
            return;
        }

        _path[length] = (byte)'/';
        Push(directory, length + 1);
    }

    private void Push(SafeFileHandle directory, int length)
    {
        var level = ScanLevel.Open(directory, _path.AsSpan(0, length), _range, out var errno);
        _levels.Add(level);
        if (_levels.Count > MostOpen)
            _levels[^(MostOpen + 1)].Directory.Dispose();
        if (errno != 0)
            ReportFailed(Folder(level), $"The folder cannot be read to its end: {Errno.Explain(errno)}.");
    }

    private bool TryReopen(ScanLevel level)
    {
        var directory = _opener.Open(_root, Folder(level), readable: false, out var errno);
        if (directory is null)
        {
            ReportUnopened(Folder(level), errno);
            return false;
        }

        level.Directory = directory;
        return true;
    }

    /// <summary>Leaves out a folder that is gone (ENOENT) or is a file now (ENOTDIR). Reports every other error.</summary>
    private void ReportUnopened(ReadOnlySpan<byte> path, int errno)
    {
        if (errno is Errno.ENOENT or Errno.ENOTDIR)
            return;
        if (errno == Errno.ELOOP)
        {
            Report(ScanEntryKind.SymbolicLink, path, new FileStat(FileKind.SymbolicLink, default, 0, 0, 0, 0),
                "A symbolic link has taken the folder's place while it was scanned.");
            return;
        }

        ReportFailed(path, $"The folder cannot be read: {Errno.Explain(errno)}.");
    }

    private void Examine(ScanLevel level)
    {
        // The cache of a network filesystem is good enough here: before a file is shipped or deleted, the server is asked.
        var errno = Sys.Stat(level.Directory, PathText.Terminated(level.Name), forceSync: false, out var found);
        if (errno == Errno.ENOENT)
            return;
        if (errno == Errno.EACCES)
        {
            // Without search permission on the folder, none of its entries can be examined: one report is enough.
            ReportFailed(Folder(level), $"The files of this folder cannot be examined: {Errno.Explain(errno)}.");
            level.Abandon();
            return;
        }

        var length = Append(level, level.Name);
        var path = _path.AsSpan(0, length);
        if (errno != 0)
        {
            ReportFailed(path, $"It cannot be examined: {Errno.Explain(errno)}.");
            return;
        }

        var stat = FileStat.From(found, _stableInodes);
        if (stat.Kind == FileKind.Directory)
        {
            // Of a known type, it has become a folder since the listing: the next scan enters it in its place in the order.
            if (level.Type == EntryType.Unknown)
                ReportFailed(path,
                    "What it is could not be told when its folder was read; it is a folder, which the next scan enters.");
            return;
        }

        var notText = Utf8.IsValid(path) ? null : "The name is not UTF-8.";
        var (kind, problem) = stat.Kind switch
        {
            FileKind.SymbolicLink => (ScanEntryKind.SymbolicLink, notText),
            FileKind.Special => (ScanEntryKind.Special, notText),
            _ when path.Length > VolumePath.MaximumBytes =>
                (ScanEntryKind.Unaddressable, $"The path is longer than {VolumePath.MaximumBytes} bytes."),
            _ when notText is not null => (ScanEntryKind.Unaddressable, notText),
            _ => (HiddenName.TryRead(level.Name, out _) ? ScanEntryKind.Hidden : ScanEntryKind.File, null),
        };
        Report(kind, path, stat, problem);
    }

    private void ReportFailed(ReadOnlySpan<byte> path, string problem) =>
        Report(ScanEntryKind.Failed, path, default, problem);

    private void Report(ScanEntryKind kind, ReadOnlySpan<byte> path, FileStat stat, string? problem) =>
        _pending.Enqueue(new ScanEntry(kind, PathText.Of(path), stat, problem));

    /// <summary>The path of a level. It is valid while the scan is in the level.</summary>
    private ReadOnlySpan<byte> Folder(ScanLevel level) => _path.AsSpan(0, Math.Max(0, level.PathLength - 1));

    private int Append(ScanLevel level, ReadOnlySpan<byte> name)
    {
        var length = level.PathLength + name.Length;
        if (length + 1 > _path.Length)
            Array.Resize(ref _path, length + VolumePath.MaximumComponentBytes);
        name.CopyTo(_path.AsSpan(level.PathLength));
        return length;
    }
}
