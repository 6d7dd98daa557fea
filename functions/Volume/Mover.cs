namespace Longshore.Volumes;

/// <summary>
/// Moves an entry from one directory to another. Remembers whether the filesystem can rename without replacing.
/// </summary>
internal sealed class Mover(bool renameNoReplace, bool stableInodes)
{
    private volatile bool _renameNoReplace = renameNoReplace;

    /// <summary>
    /// Moves to a name in a folder that the caller has made for itself, where nothing can be replaced; EEXIST is possible
    /// all the same.
    /// </summary>
    public int MoveToOwn(SafeFileHandle fromDir, ReadOnlySpan<byte> from, SafeFileHandle toDir, ReadOnlySpan<byte> to)
    {
        var errno = TryRename(fromDir, from, toDir, to);
        return Unsupported(errno) ? Sys.Rename(fromDir, from, toDir, to, replace: true) : errno;
    }

    /// <summary>
    /// Moves and never replaces: <c>renameat2</c> with RENAME_NOREPLACE, or <c>link</c> and <c>unlink</c> where the
    /// filesystem lacks it (NFS). Says EEXIST if another entry has the name; if the same file has it already, which is what
    /// a process that dies between <c>link</c> and <c>unlink</c> leaves, only the old name is removed.
    /// </summary>
    public int MoveAside(SafeFileHandle fromDir, ReadOnlySpan<byte> from, SafeFileHandle toDir, ReadOnlySpan<byte> to)
    {
        var errno = TryRename(fromDir, from, toDir, to);
        if (Unsupported(errno))
            errno = LinkAndUnlink(fromDir, from, toDir, to);
        return errno == Errno.EEXIST && SameFile(fromDir, from, toDir, to) ? Sys.Unlink(fromDir, from) : errno;
    }

    private static int LinkAndUnlink(
        SafeFileHandle fromDir, ReadOnlySpan<byte> from, SafeFileHandle toDir, ReadOnlySpan<byte> to)
    {
        var errno = Sys.Link(fromDir, from, toDir, to);
        if (errno == 0)
        {
            // ENOENT: a peer that settles the same trash was quicker.
            errno = Sys.Unlink(fromDir, from);
            return errno == Errno.ENOENT ? 0 : errno;
        }

        // A directory cannot be linked. Renaming it can replace nothing but an empty directory.
        return errno == Errno.EPERM && Sys.Stat(fromDir, from, forceSync: true, out var found) == 0
            && FileStat.KindOf(found.Mode) == FileKind.Directory
                ? Sys.Rename(fromDir, from, toDir, to, replace: true)
                : errno;
    }

    private int TryRename(SafeFileHandle fromDir, ReadOnlySpan<byte> from, SafeFileHandle toDir, ReadOnlySpan<byte> to)
    {
        if (!_renameNoReplace)
            return Errno.ENOSYS;
        var errno = Sys.Rename(fromDir, from, toDir, to, replace: false);
        if (Unsupported(errno))
            _renameNoReplace = false;
        return errno;
    }

    private bool SameFile(SafeFileHandle leftDir, ReadOnlySpan<byte> left, SafeFileHandle rightDir, ReadOnlySpan<byte> right) =>
        stableInodes
        && Sys.Stat(leftDir, left, forceSync: true, out var a) == 0
        && Sys.Stat(rightDir, right, forceSync: true, out var b) == 0
        && FileStat.KindOf(a.Mode) == FileKind.Regular
        && a.Links > 1
        && a.Inode == b.Inode && a.DeviceMajor == b.DeviceMajor && a.DeviceMinor == b.DeviceMinor;

    private static bool Unsupported(int errno) => errno is Errno.EINVAL or Errno.ENOSYS or Errno.EOPNOTSUPP;
}
