namespace Longshore.Volumes;

/// <summary>How full the filesystem is, in bytes. Source: statvfs(3).</summary>
/// <param name="Free">What an unprivileged process may still write; reserved blocks are not in it.</param>
/// <param name="Used">What is taken.</param>
/// <param name="Total">The filesystem's size; used, free and reserved together.</param>
public readonly record struct VolumeSpace(long Free, long Used, long Total);
