namespace Longshore.Volumes;

/// <summary>Calls that a kernel, a seccomp profile or a filesystem may lack. Tests switch them off one by one.</summary>
/// <param name="OpenBeneath"><c>openat2</c>; without it, paths are resolved component by component.</param>
/// <param name="RenameNoReplace"><c>renameat2</c> with RENAME_NOREPLACE; NFS lacks it.</param>
/// <param name="Leases">Read leases that show every writer; NFS lacks them.</param>
internal sealed record KernelFeatures(bool OpenBeneath, bool RenameNoReplace, bool Leases = true)
{
    /// <summary>
    /// Tries <c>openat2</c> on the directory itself: a kernel before 5.6 answers ENOSYS, a seccomp profile ENOSYS or EPERM. Each
    /// rename finds out for itself what the filesystem can do.
    /// </summary>
    public static KernelFeatures Detect(SafeFileHandle root)
    {
        using var probe = Sys.OpenBeneath(root, ".\0"u8, Flags.PathOnly | Flags.Directory, out var errno);
        // A directory that may not be entered says nothing about the kernel.
        return new KernelFeatures(probe is not null || errno == Errno.EACCES, RenameNoReplace: true);
    }
}
