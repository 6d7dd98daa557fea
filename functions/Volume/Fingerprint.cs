namespace Longshore.Volumes;

/// <summary>
/// A file's state by <c>statx</c>. If two fingerprints of one path are equal, no process has written to the file in between, as
/// far as the filesystem can tell. Source: statx(2).
/// </summary>
/// <param name="Size">Length in bytes, 0 or more.</param>
/// <param name="Modified">Time of the last write to the contents (mtime).</param>
/// <param name="Changed">Time of the last change to contents or inode (ctime); a rename changes it.</param>
/// <param name="Inode">Inode number; 0 if <c>Volume:StableInodes</c> is false, so that it always compares equal.</param>
public readonly record struct Fingerprint(long Size, Timestamp Modified, Timestamp Changed, ulong Inode)
{
    /// <summary>Whether only the inode number differs, as on filesystems that give a file another number at each look.</summary>
    public bool DiffersInInodeOnly(Fingerprint other) => Inode != other.Inode && this with { Inode = other.Inode } == other;
}

/// <summary>
/// Whether the entry of a name is still the file that S3 has proven to hold. This decides deletions, so an entry that differs, or
/// is not a regular file, is another file.
/// <code>
/// moment           kind      device  inode            size   mtime  ctime
/// before rename    regular   -       equal or 0       equal  equal  equal
/// after rename     regular   equal   equal or 0       equal  equal  -      (a rename changes ctime)
/// </code>
/// Inode 0 means "not stable" and equals any other.
/// </summary>
internal static class FingerprintMatch
{
    public static bool BeforeRename(FileStat found, Fingerprint expected) =>
        SameContents(found, expected) && found.Fingerprint.Changed == expected.Changed;

    public static bool AfterRename(FileStat found, FileStat before) =>
        SameContents(found, before.Fingerprint) && found.Device == before.Device;

    private static bool SameContents(FileStat found, Fingerprint expected) =>
        found.Kind == FileKind.Regular
        && found.Fingerprint.Size == expected.Size
        && found.Fingerprint.Modified == expected.Modified
        && (found.Fingerprint.Inode == expected.Inode || found.Fingerprint.Inode == 0 || expected.Inode == 0);
}
