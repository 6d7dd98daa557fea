namespace Longshore.Volumes;

/// <summary>
/// Whether what stands under a name is still the file that was proven to be in S3. Decides deletions, so anything that
/// differs, and anything that is not a regular file, is another file.
/// <code>
/// moment           kind      device  inode            size   mtime  ctime
/// before rename    regular   -       equal or 0       equal  equal  equal
/// after rename     regular   equal   equal or 0       equal  equal  -      (a rename moves ctime)
/// </code>
/// Inode 0 stands for "not stable" and equals any.
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
