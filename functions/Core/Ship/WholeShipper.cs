using Longshore.Store.HotPath;

namespace Longshore.Core.Ship;

/// <summary>Uploads a file with one request.</summary>
public sealed class WholeShipper(S3Store store, UploadLimits limits)
{
    /// <returns>Never <see cref="UploadEnd.Parked"/>. The checksum is set unless the file changed and nothing was sent.</returns>
    internal async Task<UploadResult> UploadWholeAsync(Shipment shipment, WorkTokens tokens)
    {
        var size = (int)shipment.Stat.Fingerprint.Size;
        // One byte more shows whether the file has grown.
        using var body = await limits.TakeAsync(shipment.Slot, size, size + 1, tokens.Park);
        if (!shipment.File.TryReadAll(body.Buffer, size))
            return new UploadResult(UploadEnd.Changed);
        var bytes = body.Buffer.AsMemory(0, size);
        var sha256 = Sha256.Base64(bytes.Span);
        using var upload = Metrics.Upload("whole");
        var details = new ObjectDetails(shipment.Stat.Fingerprint.Modified, shipment.Stat.Mode);
        var put = await store.PutAsync(shipment.Key, bytes, sha256, details, tokens.Abort, body.Throttled, shipment.IfMatch);
        body.Answered();
        return put.Result switch
        {
            WriteResult.Written => new UploadResult(UploadEnd.Completed, sha256, put.ETag, put.VersionId),
            WriteResult.Unproven => new UploadResult(UploadEnd.Unproven, sha256),
            _ => new UploadResult(UploadEnd.Taken, sha256),
        };
    }
}
