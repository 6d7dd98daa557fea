using System.Runtime.InteropServices;

namespace Longshore.Volumes.Native;

/// <summary>The kernel's <c>struct statx</c>, the same on every architecture. Source: statx(2), <c>linux/stat.h</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct StatxBuffer
{
    /// <summary>Type, mode, links, owner, times, inode, size: the fields of stat(2).</summary>
    public const uint BasicStats = 0x7ff;

    public const uint BirthTime = 0x800;

    [FieldOffset(0)] public uint Mask;
    [FieldOffset(16)] public uint Links;
    [FieldOffset(20)] public uint Uid;
    [FieldOffset(24)] public uint Gid;
    [FieldOffset(28)] public ushort Mode;
    [FieldOffset(32)] public ulong Inode;
    [FieldOffset(40)] public ulong Size;
    [FieldOffset(80)] public long BirthSeconds;
    [FieldOffset(88)] public uint BirthNanoseconds;
    [FieldOffset(96)] public long ChangedSeconds;
    [FieldOffset(104)] public uint ChangedNanoseconds;
    [FieldOffset(112)] public long ModifiedSeconds;
    [FieldOffset(120)] public uint ModifiedNanoseconds;
    [FieldOffset(136)] public uint DeviceMajor;
    [FieldOffset(140)] public uint DeviceMinor;

    public readonly Timestamp Born => Moment(BirthSeconds, BirthNanoseconds);

    public readonly Timestamp Changed => Moment(ChangedSeconds, ChangedNanoseconds);

    public readonly Timestamp Modified => Moment(ModifiedSeconds, ModifiedNanoseconds);

    public readonly bool IsSameFile(in StatxBuffer other) =>
        Inode == other.Inode && DeviceMajor == other.DeviceMajor && DeviceMinor == other.DeviceMinor;

    /// <summary>
    /// A year that 64 bits of nanoseconds cannot hold becomes the nearest moment that they can hold. A fraction of a second or
    /// more, which FUSE may give, becomes the largest fraction.
    /// </summary>
    internal static Timestamp Moment(long seconds, uint nanoseconds)
    {
        const long PerSecond = 1_000_000_000;
        nanoseconds = Math.Min(nanoseconds, (uint)PerSecond - 1);
        return seconds switch
        {
            >= long.MaxValue / PerSecond => Timestamp.Latest,
            <= long.MinValue / PerSecond => Timestamp.Earliest,
            _ => Timestamp.FromUnix(seconds, nanoseconds),
        };
    }
}

/// <summary>The kernel's <c>struct open_how</c>. Source: openat2(2).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OpenHow
{
    public ulong Flags;
    public ulong Mode;
    public ulong Resolve;
}

/// <summary>glibc's <c>struct statvfs</c> on 64-bit Linux. Source: statvfs(3).</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct StatvfsBuffer
{
    [FieldOffset(8)] public ulong FragmentSize;
    [FieldOffset(16)] public ulong Blocks;
    [FieldOffset(24)] public ulong BlocksFree;
    [FieldOffset(32)] public ulong BlocksAvailable;
}

/// <summary>The kernel's <c>struct statfs</c> on 64-bit Linux; only the type is read. Source: statfs(2).</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct StatfsBuffer
{
    [FieldOffset(0)] public long Type;
}
