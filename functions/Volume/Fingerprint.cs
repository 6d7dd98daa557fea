namespace Longshore.Volumes;

/// <summary>
/// What <c>statx</c> says of a file's state. Two equal fingerprints of one path mean that nothing has written to the
/// file in between, as far as the filesystem can tell. Source: statx(2).
/// </summary>
/// <param name="Size">Length in bytes, 0 or more.</param>
/// <param name="Modified">Time of the last write to the contents (mtime).</param>
/// <param name="Changed">Time of the last change to contents or inode (ctime); a rename moves it.</param>
/// <param name="Inode">Inode number; 0 where <c>Volume:StableInodes</c> is false, so that it always compares equal.</param>
public readonly record struct Fingerprint(long Size, Timestamp Modified, Timestamp Changed, ulong Inode)
{
    /// <summary>
    /// Whether the inode number differs and nothing else does, as on filesystems that number a file anew at each look.
    /// </summary>
    public bool DiffersInInodeOnly(Fingerprint other) => Inode != other.Inode && this with { Inode = other.Inode } == other;
}
