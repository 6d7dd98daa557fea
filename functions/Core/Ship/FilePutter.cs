namespace Longshore.Core.Ship;

/// <summary>Puts an open file under its key. If that is taken, compares the object and follows <c>Sync:OnConflict</c>.</summary>
public sealed class FilePutter(
    WholeShipper whole, MultipartShipper multipart, ExistingObject existing, IOptions<SyncOptions> options)
{
    internal async Task<ReceiptEntry> PutFileAsync(Shipment shipment, WorkTokens tokens)
    {
        var upload = IsWhole(shipment)
            ? await whole.UploadWholeAsync(shipment, tokens)
            : await multipart.UploadPartsAsync(shipment, tokens);
        return upload.End switch
        {
            UploadEnd.Completed => shipment.Settled(
                FileOutcome.Uploaded, upload.Checksum!, upload.ETag!, upload.VersionId, upload.PartBytes),
            UploadEnd.Changed => Changed(shipment),
            UploadEnd.Unproven => await ProveAsync(shipment, upload.Checksum, tokens.Abort),
            UploadEnd.Taken => await SettleTakenAsync(shipment, upload.Checksum, tokens),
            _ => shipment.Work.Entry(FileOutcome.Remaining, Reasons.Parked),
        };
    }

    /// <param name="sha256">The file's whole SHA-256 in Base64, if known.</param>
    internal async Task<ReceiptEntry> SettleTakenAsync(Shipment shipment, string? sha256, WorkTokens tokens)
    {
        sha256 ??= IsWhole(shipment) ? FileHashes.Whole(shipment.File, tokens.Park) : null;
        var comparison = await existing.CompareAsync(
            shipment.Key, shipment.Stat.Fingerprint.Size, shipment.File, sha256, tokens.Abort);
        if (shipment.File.HasChanged())
            return Changed(shipment);
        switch (ConflictDecision.Decide(comparison.Bytes, options.Value.OnConflict))
        {
            case ConflictAction.TakeAsPresent:
                return shipment.Settled(FileOutcome.Present, comparison);
            case ConflictAction.PutUnderChecksum when shipment.FollowsPolicy:
                sha256 ??= FileHashes.Whole(shipment.File, tokens.Park);
                var beside = shipment with { Key = ConflictName.Of(shipment.Key, sha256), FollowsPolicy = false };
                return KeyTemplate.Fits(beside.Key)
                    ? await PutFileAsync(beside, tokens)
                    : shipment.Work.Entry(FileOutcome.Failed, Reasons.KeyTooLong);
            // Without a version id, overwriting would lose the object: versioning may have been suspended since the start.
            case ConflictAction.PutNewVersion
                when shipment.FollowsPolicy && comparison.Head!.VersionId is not (null or "" or "null"):
                return await PutFileAsync(shipment with { IfMatch = comparison.Head!.ETag, FollowsPolicy = false }, tokens);
            default:
                var isUnknown = comparison.Bytes == ExistingBytes.Unknown;
                return shipment.Work.Entry(FileOutcome.Failed, isUnknown ? Reasons.ObjectUnknown : Reasons.Conflict);
        }
    }

    /// <summary>Compares the object, because the store did not confirm its checksum.</summary>
    private async Task<ReceiptEntry> ProveAsync(Shipment shipment, string? sha256, CancellationToken abort)
    {
        var comparison = await existing.CompareAsync(
            shipment.Key, shipment.Stat.Fingerprint.Size, shipment.File, sha256, abort);
        if (shipment.File.HasChanged())
            return Changed(shipment);
        return comparison.Bytes == ExistingBytes.Same
            ? shipment.Settled(FileOutcome.Uploaded, comparison)
            : shipment.Work.Entry(FileOutcome.Failed, Reasons.NotProven);
    }

    private bool IsWhole(Shipment shipment) => shipment.Stat.Fingerprint.Size <= options.Value.WholeUpTo;

    private static ReceiptEntry Changed(Shipment shipment) =>
        shipment.Work.Entry(FileOutcome.Deferred, Reasons.ChangedWhileRead);
}
