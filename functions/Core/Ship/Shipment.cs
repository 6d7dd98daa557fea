namespace Longshore.Core.Ship;

/// <summary>An open file and the key to put it under.</summary>
/// <param name="Slot">The worker's slot among the uploads in flight.</param>
/// <param name="FollowsPolicy">Whether a taken key leads to <c>Sync:OnConflict</c>; if not, only the bytes are compared.</param>
/// <param name="IfMatch">The ETag of the object to replace; null demands a free key.</param>
internal sealed record Shipment(
    VolumeFile File, FileWork Work, string Key, UploadSlot Slot, bool FollowsPolicy, string? IfMatch = null)
{
    public FileStat Stat => File.Stat;

    public ReceiptEntry Settled(FileOutcome outcome, string checksum, string etag, string? versionId, long? partBytes)
    {
        var entry = Work.Shipped(Stat, outcome, checksum);
        (entry.Key, entry.PartBytes, entry.ETag, entry.VersionId) = (Key, partBytes, etag, versionId);
        return entry;
    }

    /// <summary>The entry of a file whose bytes the seen object holds.</summary>
    public ReceiptEntry Settled(FileOutcome outcome, Comparison same) =>
        Settled(outcome, same.Checksum!, same.Head!.ETag, same.Head.VersionId, same.Head.PartBytes);
}
