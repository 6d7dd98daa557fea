using System.Runtime.InteropServices;
using System.Text;

namespace Longshore.UnitTests.Volumes;

/// <summary>What .NET has no call for: raw names, FIFOs, devices, hard links, times to the nanosecond, mounts.</summary>
internal static unsafe partial class TestLibc
{
    private static readonly int DirectoryOnly = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 : 0x10000;

    public static bool IsRoot => GetEffectiveUser() == 0;

    public static byte[] Raw(string directory, ReadOnlySpan<byte> name) =>
        [.. Encoding.UTF8.GetBytes(directory + "/"), .. name, 0];

    public static byte[] Raw(string path) => Encoding.UTF8.GetBytes(path + "\0");

    public static void WriteRaw(byte[] path)
    {
        var fd = Ok(Open(path, 0x41 /* O_WRONLY | O_CREAT */, 0x1A4));
        Ok(Close(fd));
    }

    public static void MakeFolderRaw(byte[] path) => Ok(MakeFolder(path, 0x1ED));

    /// <summary>Opens for writing without waiting for a lease; -1 if one is held.</summary>
    public static int OpenForWritingAtOnce(string path) => Open(Raw(path), 1 | 0x800 /* O_WRONLY | O_NONBLOCK */, 0);

    public static void Fifo(string path) => Ok(MakeNode(Raw(path), 0x1000 | 0x1A4, 0));

    /// <summary>A device of major 1, minor 3: /dev/null. Needs root.</summary>
    public static bool TryDevice(string path) => MakeNode(Raw(path), 0x2000 | 0x1A4, 0x103) == 0;

    public static void HardLink(string from, string to) => Ok(Link(Raw(from), Raw(to)));

    public static void Rename(string from, string to) => Ok(Rename(Raw(from), Raw(to)));

    public static void ChangeMode(string path, uint mode) => Ok(ChangeMode(Raw(path), mode));

    public static void SetModified(string path, long seconds, long nanoseconds)
    {
        var times = stackalloc long[] { seconds, nanoseconds, seconds, nanoseconds };
        Ok(SetTimes(-100, Raw(path), times, 0));
    }

    /// <summary>
    /// For the calling thread alone, which is what the kernel does unless the C library tells it of the others. Effective
    /// capabilities go with the user. Source: setresuid(2), "C library/kernel differences".
    /// </summary>
    public static void BecomeOnThisThread(uint id)
    {
        var arm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
        Ok((int)SetIds(arm ? 149 : 119, -1, (nint)id, -1));
        Ok((int)SetIds(arm ? 147 : 117, -1, (nint)id, -1));
    }

    /// <summary>Makes folders of one name, each in the one before: deeper than any path can name.</summary>
    public static void MakeChain(string directory, ReadOnlySpan<byte> name, int levels)
    {
        byte[] step = [.. name, 0];
        var at = Ok(OpenFrom(-100, Raw(directory), DirectoryOnly));
        for (var level = 0; level < levels; level++)
        {
            Ok(MakeFolderAt(at, step, 0x1ED));
            var next = Ok(OpenFrom(at, step, DirectoryOnly));
            Ok(Close(at));
            at = next;
        }

        Ok(Close(at));
    }

    /// <summary>Removes such a chain from its top: what lies beneath a folder takes its place.</summary>
    public static void RemoveChain(string directory, ReadOnlySpan<byte> name)
    {
        var (top, below, aside) =
            (Raw(directory, name), Raw(directory, [.. name, (byte)'/', .. name]), Raw(directory, [.. name, .. ".aside"u8]));
        while (Rename(below, aside) == 0)
        {
            fixed (byte* path = top)
                Ok(Remove(path));
            Ok(Rename(aside, top));
        }
    }

    /// <summary>Removes a tree whatever its names are, links not followed.</summary>
    public static void RemoveTree(byte[] path)
    {
        var nftw = Walk([.. path, 0], &RemoveEntry, 16, 1 | 8 /* FTW_PHYS | FTW_DEPTH */);
        if (nftw != 0)
            throw new IOException($"'{Encoding.UTF8.GetString(path)}' was not removed: errno {Marshal.GetLastPInvokeError()}.");
    }

    public static int Ok(int result) => result >= 0
        ? result
        : throw new IOException($"A call failed with errno {Marshal.GetLastPInvokeError()}.");

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SetIds(nint number, nint real, nint effective, nint saved);

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    public static partial int Unshare(int flags);

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Mount(string source, string target, string? type, ulong flags, string? data);

    [UnmanagedCallersOnly]
    private static int RemoveEntry(byte* path, void* stat, int type, void* walk) => Remove(path);

    [LibraryImport("libc", EntryPoint = "remove", SetLastError = true)]
    private static partial int Remove(byte* path);

    [LibraryImport("libc", EntryPoint = "nftw", SetLastError = true)]
    private static partial int Walk(
        byte[] path, delegate* unmanaged<byte*, void*, int, void*, int> visit, int handles, int flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    private static partial int Open(byte[] path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    private static partial int OpenFrom(int directory, byte[] path, int flags);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true)]
    private static partial int MakeFolderAt(int directory, byte[] path, uint mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int fd);

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true)]
    private static partial int MakeFolder(byte[] path, uint mode);

    [LibraryImport("libc", EntryPoint = "chmod", SetLastError = true)]
    private static partial int ChangeMode(byte[] path, uint mode);

    [LibraryImport("libc", EntryPoint = "mknod", SetLastError = true)]
    private static partial int MakeNode(byte[] path, uint mode, ulong device);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true)]
    private static partial int Link(byte[] from, byte[] to);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true)]
    private static partial int Rename(byte[] from, byte[] to);

    [LibraryImport("libc", EntryPoint = "utimensat", SetLastError = true)]
    private static partial int SetTimes(int dir, byte[] path, long* times, int flags);
}
