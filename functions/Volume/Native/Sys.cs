using System.Runtime.InteropServices;

namespace Longshore.Volumes.Native;

/// <summary>
/// The calls of <see cref="Libc"/>, repeated when a signal interrupts them. Calls that only look are tried a few times when a
/// file server says ESTALE, as it may while it replaces an entry; after that it is an error like any other. Each returns 0 or the
/// errno, or gives it out beside a null handle. Names are NUL-terminated UTF-8 (or raw) bytes; handles close themselves.
/// </summary>
internal static unsafe class Sys
{
    private const int MaximumRaces = 64;
    private const int StaleTries = 3;

    public static SafeFileHandle? OpenRoot(ReadOnlySpan<byte> path, int flags, out int errno)
    {
        int fd;
        var stale = 0;
        do
            fd = Libc.OpenFromCurrent(Flags.AtCurrentDirectory, path, flags | Flags.CloseOnExec, 0);
        while (IsToRepeat(fd, out errno, ref stale));
        return fd < 0 ? null : new SafeFileHandle(fd, ownsHandle: true);
    }

    public static SafeFileHandle? OpenAt(SafeFileHandle dir, ReadOnlySpan<byte> name, int flags, out int errno, uint mode = 0)
    {
        int fd;
        var stale = 0;
        do
            fd = Libc.OpenAt(dir, name, flags | Flags.CloseOnExec, mode);
        while (IsToRepeat(fd, out errno, ref stale));
        return fd < 0 ? null : new SafeFileHandle(fd, ownsHandle: true);
    }

    /// <summary>
    /// Opens a handle that only names (O_PATH) and looks at it, for one that lives for a moment and a hundred thousand of whom
    /// are made a day.
    /// </summary>
    /// <returns>The descriptor, which the caller closes with <see cref="Close"/>; negative if there is none.</returns>
    public static int OpenNamed(SafeFileHandle dir, ReadOnlySpan<byte> name, out StatxBuffer buffer, out int errno)
    {
        StatxBuffer found = default;
        int fd;
        var stale = 0;
        do
            fd = Libc.OpenAt(dir, name, Flags.PathOnly | Flags.NoFollow | Flags.CloseOnExec, 0);
        while (IsToRepeat(fd, out errno, ref stale));
        if (fd >= 0)
        {
            while (IsToRepeat(Libc.Statx(fd, "\0"u8, Flags.AtEmptyPath, StatxBuffer.BasicStats, &found), out errno, ref stale))
                found = default;
            if (errno != 0)
            {
                Close(fd);
                fd = -1;
            }
        }

        buffer = found;
        return fd;
    }

    /// <summary>Never repeated: Linux has closed it whatever it answers.</summary>
    public static void Close(int file) => _ = Libc.Close(file);

    /// <summary>
    /// Opens beneath a directory with no symbolic link followed; EAGAIN (a rename raced) is tried again as well.
    /// </summary>
    public static SafeFileHandle? OpenBeneath(SafeFileHandle dir, ReadOnlySpan<byte> path, int flags, out int errno)
    {
        var how = new OpenHow
        {
            Flags = (uint)(flags | Flags.CloseOnExec),
            Resolve = Flags.ResolveBeneath | Flags.ResolveNoSymlinks,
        };
        nint fd;
        var (races, stale) = (0, 0);
        do
            fd = Libc.OpenAt2(Libc.OpenAt2Number, dir, path, &how, (nuint)sizeof(OpenHow));
        while (IsToRepeat(fd, out errno, ref stale) || (errno == Errno.EAGAIN && races++ < MaximumRaces));
        return fd < 0 ? null : new SafeFileHandle(fd, ownsHandle: true);
    }

    /// <param name="dir">The directory that holds the name.</param>
    /// <param name="name">One component, never followed if it is a symbolic link; empty for the handle itself.</param>
    /// <param name="forceSync">Ask the file server, not the cache.</param>
    /// <param name="buffer">What was found; all zero on failure.</param>
    public static int Stat(SafeFileHandle dir, ReadOnlySpan<byte> name, bool forceSync, out StatxBuffer buffer)
    {
        StatxBuffer found = default;
        var flags = Flags.AtSymlinkNoFollow | Flags.AtEmptyPath | (forceSync ? Flags.AtStatxForceSync : 0);
        int errno;
        var stale = 0;
        while (IsToRepeat(Libc.Statx(dir, name, flags, StatxBuffer.BasicStats | StatxBuffer.BirthTime, &found),
            out errno, ref stale))
            found = default;
        buffer = errno == 0 ? found : default;
        return errno;
    }

    public static int ReadDirectory(SafeFileHandle dir, Span<byte> buffer, out int length)
    {
        nint read;
        int errno;
        var stale = 0;
        do
            read = Libc.GetDents(dir, buffer, (nuint)buffer.Length);
        while (IsToRepeat(read, out errno, ref stale));
        length = errno == 0 ? (int)read : 0;
        return errno;
    }

    public static int Read(SafeFileHandle file, Span<byte> buffer, long offset, out int length)
    {
        nint read;
        int errno;
        do
            read = Libc.PRead(file, buffer, (nuint)buffer.Length, offset);
        while ((errno = Told(read)) == Errno.EINTR);
        length = errno == 0 ? (int)read : 0;
        return errno;
    }

    /// <summary>
    /// Renames; with <paramref name="replace"/> false the kernel refuses a taken name (EEXIST), or the flag (EINVAL).
    /// </summary>
    public static int Rename(
        SafeFileHandle fromDir, ReadOnlySpan<byte> from, SafeFileHandle toDir, ReadOnlySpan<byte> to, bool replace) =>
        Told(replace ? Libc.RenameAt(fromDir, from, toDir, to) : Libc.RenameAt2(fromDir, from, toDir, to, Flags.RenameNoReplace))
            is var errno and not Errno.EINTR ? errno : Rename(fromDir, from, toDir, to, replace);

    public static int Link(SafeFileHandle fromDir, ReadOnlySpan<byte> from, SafeFileHandle toDir, ReadOnlySpan<byte> to) =>
        Told(Libc.LinkAt(fromDir, from, toDir, to, 0)) is var errno and not Errno.EINTR ? errno : Link(fromDir, from, toDir, to);

    public static int Unlink(SafeFileHandle dir, ReadOnlySpan<byte> name) =>
        Told(Libc.UnlinkAt(dir, name, 0)) is var errno and not Errno.EINTR ? errno : Unlink(dir, name);

    public static int RemoveDirectory(SafeFileHandle dir, ReadOnlySpan<byte> name) =>
        Told(Libc.UnlinkAt(dir, name, Flags.AtRemoveDirectory)) is var errno and not Errno.EINTR
            ? errno : RemoveDirectory(dir, name);

    public static int MakeDirectory(SafeFileHandle dir, ReadOnlySpan<byte> name, uint mode) =>
        Told(Libc.MkdirAt(dir, name, mode)) is var errno and not Errno.EINTR ? errno : MakeDirectory(dir, name, mode);

    public static int ChangeMode(SafeFileHandle file, uint mode) =>
        Told(Libc.Chmod(file, mode)) is var errno and not Errno.EINTR ? errno : ChangeMode(file, mode);

    public static int Control(SafeFileHandle file, int command, nint argument) =>
        Told(Libc.Fcntl(file, command, argument)) is var errno and not Errno.EINTR ? errno : Control(file, command, argument);

    /// <summary>The kind of lease that is held on a file: <see cref="Flags.Unlock"/> also while one is being broken.</summary>
    public static int LeaseOf(SafeFileHandle file)
    {
        var kind = Libc.Fcntl(file, Flags.GetLease, 0);
        return kind >= 0 ? kind : Told(kind) == Errno.EINTR ? LeaseOf(file) : Flags.Unlock;
    }

    /// <summary>
    /// Writes the file's dirty pages back and waits for them; no journal, no cache flush. Once a page is clean, the next store
    /// through any memory mapping moves mtime and ctime. Source: sync_file_range(2).
    /// </summary>
    public static int WriteBack(SafeFileHandle file) =>
        Told(Libc.SyncFileRange(file, 0, 0, Flags.WriteAndWait)) is var errno and not Errno.EINTR ? errno : WriteBack(file);

    public static int Space(SafeFileHandle file, out StatvfsBuffer buffer)
    {
        StatvfsBuffer found = default;
        var errno = Told(Libc.Statvfs(file, &found));
        buffer = found;
        return errno == Errno.EINTR ? Space(file, out buffer) : errno;
    }

    /// <summary>The filesystem's magic number, or 0 if it cannot be told.</summary>
    public static long FilesystemType(SafeFileHandle file)
    {
        StatfsBuffer found = default;
        return Told(Libc.Statfs(file, &found)) == 0 ? found.Type : 0;
    }

    /// <summary>
    /// Whether this user may write and enter a folder, by its mode; nothing is written. Source: access(2), W_OK and X_OK.
    /// </summary>
    public static int MayWrite(SafeFileHandle folder) => Told(Libc.AccessAt(folder, ".\0"u8, 3, 0));

    private static bool IsToRepeat(nint result, out int errno, ref int stale) =>
        (errno = Told(result)) == Errno.EINTR || (errno == Errno.ESTALE && stale++ < StaleTries);

    /// <summary>0, or why the last call failed.</summary>
    private static int Told(nint result) => result < 0 ? Marshal.GetLastPInvokeError() : 0;
}
