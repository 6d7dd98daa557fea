using System.Runtime.InteropServices;

namespace Longshore.Volumes.Native;

/// <summary>
/// Flags of the Linux calls in <see cref="Libc"/>. A few differ between x64 and arm64. Source: the kernel's uapi headers
/// <c>asm-generic/fcntl.h</c> and <c>arch/arm64/include/uapi/asm/fcntl.h</c>.
/// </summary>
internal static class Flags
{
    public const int ReadOnly = 0;
    public const int NoControllingTerminal = 0x100;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;
    public const int PathOnly = 0x200000;

    public const int AtCurrentDirectory = -100;
    public const int AtSymlinkNoFollow = 0x100;
    public const int AtRemoveDirectory = 0x200;
    public const int AtEmptyPath = 0x1000;

    /// <summary>Asks a network filesystem's server instead of the attribute cache.</summary>
    public const int AtStatxForceSync = 0x2000;

    public const uint RenameNoReplace = 1;

    public const ulong ResolveNoSymlinks = 0x04;
    public const ulong ResolveBeneath = 0x08;

    public const int SetSignal = 10;
    public const int SetLease = 1024;
    public const int GetLease = 1025;
    public const int ReadLock = 0;
    public const int Unlock = 2;

    /// <summary>Ignored by default, unlike SIGIO, which would end the process when a writer breaks a lease.</summary>
    public const int SignalUrgent = 23;

    /// <summary>Writes dirty pages and waits for them: SYNC_FILE_RANGE_WAIT_BEFORE, _WRITE and _WAIT_AFTER.</summary>
    public const uint WriteAndWait = 7;

    private static readonly bool Arm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    public static int Directory { get; } = Arm ? 0x4000 : 0x10000;

    public static int NoFollow { get; } = Arm ? 0x8000 : 0x20000;
}
