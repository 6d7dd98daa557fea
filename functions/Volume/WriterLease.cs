namespace Longshore.Volumes;

/// <summary>Whether some process has a file open for writing.</summary>
public enum WriterState
{
    /// <summary>The filesystem cannot tell, or this process may not ask.</summary>
    Unknown = 0,

    /// <summary>No process on this node had it open for writing at that moment.</summary>
    None,

    Open,
}

/// <summary>
/// Read leases. The kernel refuses one with EAGAIN while the file is open or mapped for writing. While a lease is held, an open
/// for writing or a truncation, by any name of the file, waits for its end (45 s at most, <c>/proc/sys/fs/lease-break-time</c>).
/// NFS and SMB also answer EAGAIN if they hold no delegation, and FUSE knows only its own node, so only filesystems that know all
/// their writers are asked. Source: fcntl(2), "Leases"; the kernel's <c>fs/locks.c</c> and <c>fs/nfs/nfs4proc.c</c>.
/// </summary>
internal static class WriterLease
{
    private const long Tmpfs = 0x01021994;

    /// <summary>Takes a lease and gives it back at once.</summary>
    /// <param name="file">Open for reading only.</param>
    public static WriterState Probe(SafeFileHandle file)
    {
        var state = Take(file, out _);
        if (state == WriterState.None)
            Sys.Control(file, Flags.SetLease, Flags.Unlock);
        return state;
    }

    /// <summary>Takes a lease. If the answer is <see cref="WriterState.None"/>, it is held until the file is closed.</summary>
    /// <param name="file">Open for reading only.</param>
    /// <param name="mappedWritesMoveTimes">Whether a store through a new memory mapping changes the times: not on tmpfs.</param>
    public static WriterState Take(SafeFileHandle file, out bool mappedWritesMoveTimes)
    {
        var type = Sys.FilesystemType(file);
        mappedWritesMoveTimes = type != Tmpfs;
        if (!KnowsItsWriters(type))
            return WriterState.Unknown;

        // The kernel sends a signal when a writer comes: SIGIO, which ends a process that does not expect it, or this one.
        if (Sys.Control(file, Flags.SetSignal, Flags.SignalUrgent) != 0)
            return WriterState.Unknown;
        return Sys.Control(file, Flags.SetLease, Flags.ReadLock) switch
        {
            0 => WriterState.None,
            Errno.EAGAIN => WriterState.Open,
            _ => WriterState.Unknown,
        };
    }

    /// <summary>Whether a lease is still held and no writer waits for its end.</summary>
    public static bool IsHeld(SafeFileHandle file) => Sys.LeaseOf(file) == Flags.ReadLock;

    /// <summary>By <c>f_type</c>. Source: <c>linux/magic.h</c> and statfs(2).</summary>
    public static bool KnowsItsWriters(long type) => type is
        0xEF53 // ext2, ext3, ext4
        or 0x58465342 // XFS
        or 0x9123683E // Btrfs
        or 0xF2F52010 // F2FS
        or Tmpfs;
}
