using Longshore.Files.Native;
using Microsoft.Win32.SafeHandles;

namespace Longshore.Files;

/// <summary>
/// A read lease is refused with EAGAIN while the file is open for writing. NFS and SMB say EAGAIN also when they hold no
/// delegation, and FUSE knows only of its own node, so only filesystems that know all their writers are asked.
/// Source: fcntl(2), "Leases"; the kernel's <c>fs/nfs/nfs4proc.c</c>.
/// </summary>
internal static class WriterLease
{
    /// <param name="file">Open for reading only.</param>
    public static WriterState Probe(SafeFileHandle file)
    {
        if (!KnowsItsWriters(Sys.FilesystemType(file)))
            return WriterState.Unknown;

        // A writer that comes while the lease is held makes the kernel send a signal: SIGIO, which ends a process that does not
        // expect it, unless another is named.
        if (Sys.Control(file, Flags.SetSignal, Flags.SignalUrgent) != 0)
            return WriterState.Unknown;
        var errno = Sys.Control(file, Flags.SetLease, Flags.ReadLock);
        if (errno == 0)
            Sys.Control(file, Flags.SetLease, Flags.Unlock);
        return errno switch
        {
            0 => WriterState.None,
            Errno.EAGAIN => WriterState.Open,
            _ => WriterState.Unknown,
        };
    }

    /// <summary>By <c>f_type</c>. Source: <c>linux/magic.h</c> and statfs(2).</summary>
    private static bool KnowsItsWriters(long type) => type is
        0xEF53 // ext2, ext3, ext4
        or 0x58465342 // XFS
        or 0x9123683E // Btrfs
        or 0xF2F52010 // F2FS
        or 0x01021994; // tmpfs
}
