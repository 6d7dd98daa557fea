namespace Longshore.Volumes;

/// <summary>Calls that a kernel, a seccomp profile or a filesystem may lack. Tests take them away one by one.</summary>
/// <param name="OpenBeneath"><c>openat2</c>; without it paths are walked component by component.</param>
/// <param name="RenameNoReplace"><c>renameat2</c> with RENAME_NOREPLACE; NFS lacks it.</param>
/// <param name="Leases">Read leases that tell of every writer; NFS lacks them.</param>
internal sealed record KernelFeatures(bool OpenBeneath, bool RenameNoReplace, bool Leases = true)
{
    /// <summary>
    /// Tries <c>openat2</c> on the directory itself: a kernel before 5.6 says ENOSYS, a seccomp profile ENOSYS or EPERM.
    /// Whether renaming works is told by each rename, since it is the filesystem's matter.
    /// </summary>
    public static KernelFeatures Detect(SafeFileHandle root)
    {
        using var probe = Sys.OpenBeneath(root, ".\0"u8, Flags.PathOnly | Flags.Directory, out _);
        return new KernelFeatures(probe is not null, RenameNoReplace: true);
    }
}
