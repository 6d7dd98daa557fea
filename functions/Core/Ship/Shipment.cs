using Longshore.Core.Layout;
using Longshore.Core.Receipts;
using Longshore.Volumes;

namespace Longshore.Core.Ship;

/// <summary>An open file on its way to a key.</summary>
/// <param name="Place">The worker's place among the uploads in flight.</param>
internal sealed record Shipment(VolumeFile File, FileWork Work, string Key, Place Place)
{
    public FileStat Stat => File.Stat;

    /// <summary>Whether anything has written to the file since it was opened. A rename or a new link counts: it is looked at again later.</summary>
    public bool HasChanged() => File.Restat().Fingerprint != Stat.Fingerprint;

    /// <summary>The same file under its <see cref="ConflictName"/>.</summary>
    public Shipment Beside(string sha256) => this with { Key = ConflictName.Of(Key, sha256) };

    public ReceiptEntry Settled(FileOutcome outcome, string checksum, string etag, string? versionId, long? partBytes = null) => new()
    {
        Path = Work.Path.Value,
        Outcome = outcome,
        Key = Key,
        Size = Stat.Fingerprint.Size,
        Modified = Stat.Fingerprint.Modified,
        Changed = Stat.Fingerprint.Changed,
        Inode = Stat.Fingerprint.Inode,
        Mode = Stat.Permissions,
        Uid = Stat.Uid,
        Gid = Stat.Gid,
        Checksum = checksum,
        PartBytes = partBytes,
        ETag = etag,
        VersionId = versionId,
    };
}
