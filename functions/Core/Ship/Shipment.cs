namespace Longshore.Core.Ship;

/// <summary>An open file and the key to put it under.</summary>
/// <param name="Slot">The worker's slot among the uploads in flight.</param>
/// <param name="FollowsPolicy">Whether a taken key leads to <c>Sync:OnConflict</c>; if not, only the bytes are compared.</param>
/// <param name="IfMatch">The ETag of the object to replace; null demands a free key.</param>
internal sealed record Shipment(
    VolumeFile File, FileWork Work, string Key, UploadSlot Slot, bool FollowsPolicy, string? IfMatch = null)
{
    public FileStat Stat => File.Stat;

    /// <summary>Whether the file has changed since it was opened. A rename or a new link counts as a change.</summary>
    public bool HasChanged() => File.Restat().Fingerprint != Stat.Fingerprint;

    public ReceiptEntry Settled(FileOutcome outcome, string checksum, string etag, string? versionId, long? partBytes) => new()
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

    /// <summary>The entry of a file whose bytes the seen object holds.</summary>
    public ReceiptEntry Settled(FileOutcome outcome, Comparison same) =>
        Settled(outcome, same.Checksum!, same.Head!.ETag, same.Head.VersionId, same.Head.PartBytes);
}
