namespace Longshore.Volumes;

/// <summary>
/// A read lease is refused with EAGAIN while the file is open or mapped for writing. While it is held, an open for writing or a
/// truncation by any name of the file waits until the lease is given back (45 s at most, <c>/proc/sys/fs/lease-break-time</c>).
/// NFS and SMB say EAGAIN also when they hold no delegation, and FUSE knows only of its own node, so only filesystems that know
/// all their writers are asked. Source: fcntl(2), "Leases"; the kernel's <c>fs/locks.c</c> and <c>fs/nfs/nfs4proc.c</c>.
/// </summary>
internal static class WriterLease
{
    private const long Tmpfs = 0x01021994;

    /// <summary>Asks for a lease and gives it back at once.</summary>
    /// <param name="file">Open for reading only.</param>
    public static WriterState Probe(SafeFileHandle file)
    {
        var state = Take(file, out _);
        if (state == WriterState.None)
            Sys.Control(file, Flags.SetLease, Flags.Unlock);
        return state;
    }

    /// <summary>Takes a lease, which is held until the file is closed if the answer is <see cref="WriterState.None"/>.</summary>
    /// <param name="file">Open for reading only.</param>
    /// <param name="mappedWritesMoveTimes">
    /// Whether a store through a new memory mapping moves mtime and ctime: on all but tmpfs.
    /// </param>
    public static WriterState Take(SafeFileHandle file, out bool mappedWritesMoveTimes)
    {
        var type = Sys.FilesystemType(file);
        mappedWritesMoveTimes = type != Tmpfs;
        if (!KnowsItsWriters(type))
            return WriterState.Unknown;

        // A writer that comes while the lease is held makes the kernel send a signal: SIGIO, which ends a process that does not
        // expect it, unless another is named.
        if (Sys.Control(file, Flags.SetSignal, Flags.SignalUrgent) != 0)
            return WriterState.Unknown;
        return Sys.Control(file, Flags.SetLease, Flags.ReadLock) switch
        {
            0 => WriterState.None,
            Errno.EAGAIN => WriterState.Open,
            _ => WriterState.Unknown,
        };
    }

    /// <summary>Whether a lease that was taken is held and no writer waits for its end.</summary>
    public static bool IsHeld(SafeFileHandle file) => Sys.LeaseOf(file) == Flags.ReadLock;

    /// <summary>By <c>f_type</c>. Source: <c>linux/magic.h</c> and statfs(2).</summary>
    public static bool KnowsItsWriters(long type) => type is
        0xEF53 // ext2, ext3, ext4
        or 0x58465342 // XFS
        or 0x9123683E // Btrfs
        or 0xF2F52010 // F2FS
        or Tmpfs;
}
