using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Longshore.Volumes.Native;

/// <summary>
/// The calls of <see cref="Libc"/>, repeated when a signal interrupts them. A call that changes nothing is also repeated a few
/// times when a file server answers ESTALE, as it may while it replaces an entry. Each call returns 0 or the errno, or a null
/// handle and the errno. Names are bytes with a NUL at the end.
/// </summary>
internal static class Sys
{
    private const int MaximumRaces = 64;
    private const int StaleTries = 3;

    private static readonly SafeFileHandle CurrentDirectory = new(Flags.AtCurrentDirectory, ownsHandle: false);

    /// <summary>Opens a path that no other handle leads to: an absolute one, or one from the current directory.</summary>
    public static SafeFileHandle? OpenRoot(ReadOnlySpan<byte> path, int flags, out int errno) =>
        OpenAt(CurrentDirectory, path, flags, out errno);

    public static SafeFileHandle? OpenAt(SafeFileHandle dir, ReadOnlySpan<byte> name, int flags, out int errno)
    {
        var file = OpenDescriptor(dir, name, flags, out errno);
        return file < 0 ? null : new SafeFileHandle(file, ownsHandle: true);
    }

    /// <summary>
    /// Opens a handle that only names a file (O_PATH) and reads the file's state. It gives the bare descriptor, which costs less
    /// than a handle: a day's work opens a hundred thousand of them for a moment each.
    /// </summary>
    /// <returns>The descriptor, which the caller closes with <see cref="Close"/>; negative on failure.</returns>
    public static int OpenNamed(SafeFileHandle dir, ReadOnlySpan<byte> name, out StatxBuffer found, out int errno)
    {
        found = default;
        var file = OpenDescriptor(dir, name, Flags.PathOnly | Flags.NoFollow, out errno);
        if (file < 0)
            return file;
        var stale = 0;
        while (IsToRepeat(Libc.Statx(file, "\0"u8, Flags.AtEmptyPath, StatxBuffer.BasicStats, out found), out errno, ref stale))
        {
        }

        if (errno == 0)
            return file;
        Close(file);
        return -1;
    }

    /// <summary>Closes a descriptor once: Linux has closed it, whatever it answers.</summary>
    public static void Close(int file) => _ = Libc.Close(file);

    /// <summary>
    /// Opens a path beneath a directory and follows no symbolic link. Also repeats EAGAIN, which says that a rename interfered.
    /// </summary>
    public static SafeFileHandle? OpenBeneath(SafeFileHandle dir, ReadOnlySpan<byte> path, int flags, out int errno)
    {
        var how = new OpenHow
        {
            Flags = (uint)(flags | Flags.CloseOnExec),
            Resolve = Flags.ResolveBeneath | Flags.ResolveNoSymlinks,
        };
        nint file;
        var (races, stale) = (0, 0);
        do
            file = Libc.OpenAt2(Libc.OpenAt2Number, dir, path, how, (nuint)Unsafe.SizeOf<OpenHow>());
        while (IsToRepeat(file, out errno, ref stale) || (errno == Errno.EAGAIN && races++ < MaximumRaces));
        return file < 0 ? null : new SafeFileHandle(file, ownsHandle: true);
    }

    /// <param name="dir">The directory that holds the entry.</param>
    /// <param name="name">One component, not followed if it is a symbolic link; empty for the directory itself.</param>
    /// <param name="forceSync">Whether to ask the file server and not the cache.</param>
    /// <param name="found">The entry's state; all zero on failure.</param>
    public static int Stat(SafeFileHandle dir, ReadOnlySpan<byte> name, bool forceSync, out StatxBuffer found)
    {
        const uint mask = StatxBuffer.BasicStats | StatxBuffer.BirthTime;
        var flags = Flags.AtSymlinkNoFollow | Flags.AtEmptyPath | (forceSync ? Flags.AtStatxForceSync : 0);
        int errno;
        var stale = 0;
        while (IsToRepeat(Libc.Statx(dir, name, flags, mask, out found), out errno, ref stale))
        {
        }

        if (errno != 0)
            found = default;
        return errno;
    }

    public static int ReadDirectory(SafeFileHandle dir, Span<byte> buffer, out int length)
    {
        int errno;
        var stale = 0;
        do
            length = (int)Libc.GetDents(dir, buffer, (nuint)buffer.Length);
        while (IsToRepeat(length, out errno, ref stale));
        return errno;
    }

    public static int Read(SafeFileHandle file, Span<byte> buffer, long offset, out int length) =>
        IsInterrupted(length = (int)Libc.PRead(file, buffer, (nuint)buffer.Length, offset), out var errno)
            ? Read(file, buffer, offset, out length) : errno;

    public static int RenameAndReplace(
        SafeFileHandle fromDir, ReadOnlySpan<byte> from, SafeFileHandle toDir, ReadOnlySpan<byte> to) =>
        IsInterrupted(Libc.RenameAt(fromDir, from, toDir, to), out var errno)
            ? RenameAndReplace(fromDir, from, toDir, to) : errno;

    /// <returns>0; EEXIST if the name is taken; EINVAL or another errno if the filesystem cannot do this.</returns>
    public static int RenameToFreeName(
        SafeFileHandle fromDir, ReadOnlySpan<byte> from, SafeFileHandle toDir, ReadOnlySpan<byte> to) =>
        IsInterrupted(Libc.RenameAt2(fromDir, from, toDir, to, Flags.RenameNoReplace), out var errno)
            ? RenameToFreeName(fromDir, from, toDir, to) : errno;

    public static int Link(SafeFileHandle fromDir, ReadOnlySpan<byte> from, SafeFileHandle toDir, ReadOnlySpan<byte> to) =>
        IsInterrupted(Libc.LinkAt(fromDir, from, toDir, to, 0), out var errno) ? Link(fromDir, from, toDir, to) : errno;

    public static int Unlink(SafeFileHandle dir, ReadOnlySpan<byte> name) =>
        IsInterrupted(Libc.UnlinkAt(dir, name, 0), out var errno) ? Unlink(dir, name) : errno;

    public static int RemoveDirectory(SafeFileHandle dir, ReadOnlySpan<byte> name) =>
        IsInterrupted(Libc.UnlinkAt(dir, name, Flags.AtRemoveDirectory), out var errno) ? RemoveDirectory(dir, name) : errno;

    public static int MakeDirectory(SafeFileHandle dir, ReadOnlySpan<byte> name, uint mode) =>
        IsInterrupted(Libc.MkdirAt(dir, name, mode), out var errno) ? MakeDirectory(dir, name, mode) : errno;

    public static int ChangeMode(SafeFileHandle file, uint mode) =>
        IsInterrupted(Libc.Chmod(file, mode), out var errno) ? ChangeMode(file, mode) : errno;

    public static int Control(SafeFileHandle file, int command, nint argument) =>
        IsInterrupted(Libc.Fcntl(file, command, argument), out var errno) ? Control(file, command, argument) : errno;

    /// <summary>
    /// The kind of lease that is held on a file; <see cref="Flags.Unlock"/> if there is none, it is being broken, or the kernel
    /// does not tell.
    /// </summary>
    public static int LeaseOf(SafeFileHandle file)
    {
        var kind = Libc.Fcntl(file, Flags.GetLease, 0);
        return IsInterrupted(kind, out _) ? LeaseOf(file) : kind < 0 ? Flags.Unlock : kind;
    }

    /// <summary>
    /// Writes the file's dirty pages back and waits for the end; flushes neither journal nor device. Once a page is clean, the
    /// next store through a memory mapping changes mtime and ctime. Source: sync_file_range(2).
    /// </summary>
    public static int WriteBack(SafeFileHandle file) =>
        IsInterrupted(Libc.SyncFileRange(file, 0, 0, Flags.WriteAndWait), out var errno) ? WriteBack(file) : errno;

    public static int Space(SafeFileHandle file, out StatvfsBuffer space) =>
        IsInterrupted(Libc.Statvfs(file, out space), out var errno) ? Space(file, out space) : errno;

    /// <summary>The filesystem's magic number; 0 if the kernel does not tell.</summary>
    public static long FilesystemType(SafeFileHandle file) => Libc.Statfs(file, out var found) < 0 ? 0 : found.Type;

    /// <summary>
    /// Whether this user may write to a folder and enter it, by the folder's mode; nothing is written. Source: access(2), W_OK
    /// and X_OK.
    /// </summary>
    public static int MayWrite(SafeFileHandle folder) => ErrnoOf(Libc.AccessAt(folder, ".\0"u8, 3, 0));

    private static int OpenDescriptor(SafeFileHandle dir, ReadOnlySpan<byte> name, int flags, out int errno)
    {
        int file;
        var stale = 0;
        do
            file = Libc.OpenAt(dir, name, flags | Flags.CloseOnExec);
        while (IsToRepeat(file, out errno, ref stale));
        return file;
    }

    private static bool IsToRepeat(nint result, out int errno, ref int stale) =>
        IsInterrupted(result, out errno) || (errno == Errno.ESTALE && stale++ < StaleTries);

    private static bool IsInterrupted(nint result, out int errno)
    {
        errno = ErrnoOf(result);
        return errno == Errno.EINTR;
    }

    private static int ErrnoOf(nint result) => result < 0 ? Marshal.GetLastPInvokeError() : 0;
}
