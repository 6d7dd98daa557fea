namespace Longshore.Volumes;

/// <summary>What a mounted volume allows.</summary>
/// <param name="NotWritable">Why its root may not be written to; null if it may.</param>
/// <param name="OpensBeneath">Whether the kernel resolves a path beneath a folder in one step (<c>openat2</c>).</param>
/// <param name="KnowsItsWriters">Whether a read lease tells of every writer: on local filesystems, not on NFS.</param>
public readonly record struct VolumeTraits(string? NotWritable, bool OpensBeneath, bool KnowsItsWriters);
