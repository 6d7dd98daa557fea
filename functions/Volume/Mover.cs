namespace Longshore.Volumes;

/// <summary>Moves an entry between directories. Remembers whether the filesystem can rename without replacing.</summary>
internal sealed class Mover(bool renameNoReplace, bool stableInodes)
{
    private volatile bool _renameNoReplace = renameNoReplace;

    /// <summary>
    /// Moves an entry into a folder that this process has made for itself: nothing is there to be replaced. The answer may still
    /// be EEXIST.
    /// </summary>
    public int MoveToOwnFolder(SafeFileHandle fromDir, ReadOnlySpan<byte> from, SafeFileHandle toDir, ReadOnlySpan<byte> to)
    {
        var errno = TryRename(fromDir, from, toDir, to);
        return IsUnsupported(errno) ? Sys.RenameAndReplace(fromDir, from, toDir, to) : errno;
    }

    /// <summary>
    /// Moves an entry and never replaces another one: by <c>renameat2</c> with RENAME_NOREPLACE, or by <c>link</c> and
    /// <c>unlink</c> where the filesystem lacks it (NFS). Answers EEXIST if another entry has the name. If the same file has the
    /// name already, because a process died between <c>link</c> and <c>unlink</c>, only the old name is removed.
    /// </summary>
    public int MoveToFreeName(SafeFileHandle fromDir, ReadOnlySpan<byte> from, SafeFileHandle toDir, ReadOnlySpan<byte> to)
    {
        var errno = TryRename(fromDir, from, toDir, to);
        if (IsUnsupported(errno))
            errno = LinkAndUnlink(fromDir, from, toDir, to);
        return errno == Errno.EEXIST && IsSameFile(fromDir, from, toDir, to) ? Sys.Unlink(fromDir, from) : errno;
    }

    private static int LinkAndUnlink(SafeFileHandle fromDir, ReadOnlySpan<byte> from, SafeFileHandle toDir, ReadOnlySpan<byte> to)
    {
        var errno = Sys.Link(fromDir, from, toDir, to);
        if (errno == 0)
        {
            // ENOENT: another process that settles the same trash was faster.
            errno = Sys.Unlink(fromDir, from);
            return errno == Errno.ENOENT ? 0 : errno;
        }

        // A directory cannot be linked. A rename of a directory can replace nothing but an empty directory.
        return errno == Errno.EPERM && Sys.Stat(fromDir, from, forceSync: true, out var found) == 0
            && FileStat.KindOf(found.Mode) == FileKind.Directory
                ? Sys.RenameAndReplace(fromDir, from, toDir, to)
                : errno;
    }

    private int TryRename(SafeFileHandle fromDir, ReadOnlySpan<byte> from, SafeFileHandle toDir, ReadOnlySpan<byte> to)
    {
        if (!_renameNoReplace)
            return Errno.ENOSYS;
        var errno = Sys.RenameToFreeName(fromDir, from, toDir, to);
        if (IsUnsupported(errno))
            _renameNoReplace = false;
        return errno;
    }

    private bool IsSameFile(SafeFileHandle leftDir, ReadOnlySpan<byte> left, SafeFileHandle rightDir, ReadOnlySpan<byte> right) =>
        stableInodes
        && Sys.Stat(leftDir, left, forceSync: true, out var a) == 0
        && Sys.Stat(rightDir, right, forceSync: true, out var b) == 0
        && FileStat.KindOf(a.Mode) == FileKind.Regular
        && a.Links > 1
        && a.IsSameFile(b);

    private static bool IsUnsupported(int errno) => errno is Errno.EINVAL or Errno.ENOSYS or Errno.EOPNOTSUPP;
}
