using System.Text;
using System.Text.Unicode;
using Longshore.Files.Native;
using Microsoft.Win32.SafeHandles;

namespace Longshore.Files;

/// <summary>
/// The walk behind <see cref="VolumeRoot.Scan"/>: depth first, one open directory and one listing per level, each opened from
/// the one above it with O_NOFOLLOW, so that no swap leads outside.
/// </summary>
internal sealed class VolumeScanner : IDisposable
{
    private readonly Stack<ScanLevel> _levels = new();
    private readonly Queue<ScanEntry> _pending = new();
    private readonly ScanRange _range;
    private readonly bool _stableInodes;
    private byte[] _path = new byte[VolumePath.MaximumBytes + 1];

    public VolumeScanner(SafeFileHandle root, string? prefix, string? after, bool stableInodes)
    {
        _range = new ScanRange(prefix, after);
        _stableInodes = stableInodes;
        if (_range.IsEmpty)
            return;
        var directory = Sys.OpenAt(root, ".\0"u8, Flags.ReadOnly | Flags.Directory, out var errno)
            ?? throw new VolumeUnavailableException(
                $"Volume__Root cannot be read: {Errno.Meaning(errno)} ({Errno.Name(errno)}); run as a user who may read it.");
        Push(directory, 0);
    }

    public bool TryNext(out ScanEntry entry)
    {
        while (!_pending.TryDequeue(out entry))
        {
            if (!_levels.TryPeek(out var level))
                return false;
            if (!level.TryAdvance())
            {
                _levels.Pop().Dispose();
                continue;
            }

            if (level.Type == EntryType.Directory)
                Descend(level);
            else
                Examine(level);
        }

        return true;
    }

    public void Dispose()
    {
        while (_levels.TryPop(out var level))
            level.Dispose();
    }

    private void Descend(ScanLevel level)
    {
        var length = Append(level, level.Name);
        var path = _path.AsSpan(0, length);
        if (length >= VolumePath.MaximumBytes)
        {
            Report(ScanEntryKind.Unaddressable, path, default,
                $"The path of this folder is longer than {VolumePath.MaximumBytes} bytes; what is in it is not scanned.");
            return;
        }

        var directory = Sys.OpenAt(
            level.Directory, Beneath.Terminated(level.Name), Flags.ReadOnly | Flags.Directory | Flags.NoFollow, out var errno);
        if (directory is not null)
        {
            _path[length] = (byte)'/';
            Push(directory, length + 1);
        }
        else if (!Vanished(errno))
        {
            Report(ScanEntryKind.Failed, path, default,
                $"The folder cannot be read: {Errno.Meaning(errno)} ({Errno.Name(errno)}).");
        }
    }

    private void Push(SafeFileHandle directory, int length)
    {
        var level = ScanLevel.Open(directory, length, _range, _path.AsSpan(0, length), out var errno);
        _levels.Push(level);
        if (errno != 0)
        {
            Report(ScanEntryKind.Failed, _path.AsSpan(0, Math.Max(0, length - 1)), default,
                $"The folder cannot be read to its end: {Errno.Meaning(errno)} ({Errno.Name(errno)}).");
        }
    }

    private void Examine(ScanLevel level)
    {
        // The cache of a network filesystem is good enough here: whoever ships or deletes a file asks the server again.
        var errno = Sys.Stat(level.Directory, Beneath.Terminated(level.Name), forceSync: false, out var found);
        if (Vanished(errno))
            return;
        if (errno == Errno.EACCES)
        {
            // Without search permission on the folder none of its entries can be examined: one report, not one for each.
            Report(ScanEntryKind.Failed, _path.AsSpan(0, Math.Max(0, level.PathLength - 1)), default,
                "The files of this folder cannot be examined: permission is denied (EACCES).");
            level.Abandon();
            return;
        }

        var length = Append(level, level.Name);
        var path = _path.AsSpan(0, length);
        if (errno != 0)
        {
            Report(ScanEntryKind.Failed, path, default,
                $"It cannot be examined: {Errno.Meaning(errno)} ({Errno.Name(errno)}).");
            return;
        }

        var stat = FileStat.From(found, _stableInodes);
        switch (stat.Kind)
        {
            case FileKind.Directory:
                // It has become a folder since the listing: its place in the order has passed, the next scan descends.
                break;
            case FileKind.SymbolicLink:
                Report(ScanEntryKind.SymbolicLink, path, stat, null);
                break;
            case FileKind.Special:
                Report(ScanEntryKind.Special, path, stat, null);
                break;
            case FileKind.Regular when path.Length > VolumePath.MaximumBytes:
                Report(ScanEntryKind.Unaddressable, path, stat, $"The path is longer than {VolumePath.MaximumBytes} bytes.");
                break;
            case FileKind.Regular when HiddenName.TryRead(level.Name, out _) && Utf8.IsValid(path):
                Report(ScanEntryKind.Hidden, path, stat, null);
                break;
            case FileKind.Regular when !Utf8.IsValid(path):
                Report(ScanEntryKind.Unaddressable, path, stat, "The name is not UTF-8.");
                break;
            default:
                Report(ScanEntryKind.File, path, stat, null);
                break;
        }
    }

    private void Report(ScanEntryKind kind, ReadOnlySpan<byte> path, FileStat stat, string? problem) =>
        _pending.Enqueue(new ScanEntry(kind, PathText.Of(path), stat, problem));

    private int Append(ScanLevel level, ReadOnlySpan<byte> name)
    {
        var length = level.PathLength + name.Length;
        if (length + 1 > _path.Length)
            Array.Resize(ref _path, length + VolumePath.MaximumComponentBytes);
        name.CopyTo(_path.AsSpan(level.PathLength));
        return length;
    }

    private static bool Vanished(int errno) => errno is Errno.ENOENT or Errno.ENOTDIR or Errno.ELOOP or Errno.ESTALE;
}
