using System.Runtime.InteropServices;

namespace Longshore.Benchmarks.Processes;

/// <summary>
/// Starts and reaps processes by the C library: <c>System.Diagnostics.Process</c> reaps its children itself and keeps nothing of
/// what they used. Source: posix_spawn(3), wait4(2), getrusage(2), for 64-bit Linux.
/// </summary>
internal static partial class Posix
{
    public const int Sigterm = 15;
    public const int Sigkill = 9;
    public const int CreateTruncated = 0x1 | 0x40 | 0x200;

    /// <summary>Room for glibc's and musl's <c>posix_spawn_file_actions_t</c>, which is 80 bytes.</summary>
    public const int FileActionsBytes = 256;

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Spawn(
        out int process, string path, nint fileActions, nint attributes, string?[] arguments, string?[] environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int InitFileActions(nint fileActions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    public static partial int DestroyFileActions(nint fileActions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int AddOpen(nint fileActions, int file, string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static partial int AddDuplicate(nint fileActions, int file, int asFile);

    [LibraryImport("libc", EntryPoint = "wait4", SetLastError = true)]
    public static partial int Wait(int process, out int status, int options, out ResourceUsage usage);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int process, int signal);

    /// <summary><c>struct rusage</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ResourceUsage
    {
        public long UserSeconds;
        public long UserMicroseconds;
        public long SystemSeconds;
        public long SystemMicroseconds;
        public long MaximumKilobytes;
        public Others Rest;

        public readonly double CpuSeconds => UserSeconds + SystemSeconds + ((UserMicroseconds + SystemMicroseconds) / 1e6);
    }

    /// <summary>The fields that nothing here reads.</summary>
    [System.Runtime.CompilerServices.InlineArray(13)]
    public struct Others
    {
        public long First;
    }
}
