namespace Longshore.Volumes;

/// <summary>What a mounted volume allows.</summary>
/// <param name="NotWritable">Why its root may not be written to; null if it may.</param>
/// <param name="OpensBeneath">Whether the kernel resolves a path beneath a folder in one step (<c>openat2</c>).</param>
/// <param name="KnowsItsWriters">Whether a read lease shows every writer: true on local filesystems, false on NFS.</param>
public readonly record struct VolumeTraits(string? NotWritable, bool OpensBeneath, bool KnowsItsWriters);

/// <summary>How full the filesystem is, in bytes. Source: statvfs(3).</summary>
/// <param name="Free">What an unprivileged process may still write, without the reserved blocks.</param>
/// <param name="Used">What is written, by anybody.</param>
public readonly record struct VolumeSpace(long Free, long Used)
{
    /// <summary>What an unprivileged process can use of the filesystem, as df(1) counts: without the reserved blocks.</summary>
    public long Total => Sizes.Add(Free, Used);
}
