using System.Runtime.InteropServices;

namespace Longshore.Volumes.Native;

/// <summary>
/// glibc's functions as they are: they return -1 and set errno on failure; names end with a NUL. Only <see cref="Sys"/> calls
/// those that can fail.
/// </summary>
internal static partial class Libc
{
    public const nint OpenAt2Number = 437;

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    public static partial int OpenAt(SafeFileHandle dir, ReadOnlySpan<byte> name, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    public static partial nint OpenAt2(nint number, SafeFileHandle dir, ReadOnlySpan<byte> path, in OpenHow how, nuint size);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    public static partial int Statx(SafeFileHandle dir, ReadOnlySpan<byte> name, int flags, uint mask, out StatxBuffer found);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    public static partial int Statx(int file, ReadOnlySpan<byte> name, int flags, uint mask, out StatxBuffer found);

    [LibraryImport("libc", EntryPoint = "getdents64", SetLastError = true)]
    public static partial nint GetDents(SafeFileHandle dir, Span<byte> buffer, nuint size);

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    public static partial nint PRead(SafeFileHandle file, Span<byte> buffer, nuint size, long offset);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true)]
    public static partial int RenameAt2(
        SafeFileHandle fromDir, ReadOnlySpan<byte> from, SafeFileHandle toDir, ReadOnlySpan<byte> to, uint flags);

    [LibraryImport("libc", EntryPoint = "renameat", SetLastError = true)]
    public static partial int RenameAt(
        SafeFileHandle fromDir, ReadOnlySpan<byte> from, SafeFileHandle toDir, ReadOnlySpan<byte> to);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true)]
    public static partial int LinkAt(
        SafeFileHandle fromDir, ReadOnlySpan<byte> from, SafeFileHandle toDir, ReadOnlySpan<byte> to, int flags);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true)]
    public static partial int UnlinkAt(SafeFileHandle dir, ReadOnlySpan<byte> name, int flags);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true)]
    public static partial int MkdirAt(SafeFileHandle dir, ReadOnlySpan<byte> name, uint mode);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    public static partial int Chmod(SafeFileHandle file, uint mode);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Fcntl(SafeFileHandle file, int command, nint argument);

    [LibraryImport("libc", EntryPoint = "sync_file_range", SetLastError = true)]
    public static partial int SyncFileRange(SafeFileHandle file, long offset, long bytes, uint flags);

    [LibraryImport("libc", EntryPoint = "fstatvfs", SetLastError = true)]
    public static partial int Statvfs(SafeFileHandle file, out StatvfsBuffer space);

    [LibraryImport("libc", EntryPoint = "fstatfs", SetLastError = true)]
    public static partial int Statfs(SafeFileHandle file, out StatfsBuffer found);

    [LibraryImport("libc", EntryPoint = "faccessat", SetLastError = true)]
    public static partial int AccessAt(SafeFileHandle dir, ReadOnlySpan<byte> name, int mode, int flags);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "getegid")]
    public static partial uint EffectiveGroup();
}
