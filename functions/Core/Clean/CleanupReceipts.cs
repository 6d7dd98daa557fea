namespace Longshore.Core.Clean;

/// <summary>A receipt for cleanup.</summary>
/// <param name="Believed">Shipped files that may be deleted if S3 and the volume agree.</param>
/// <param name="Refused">Shipped files that are not believed. They are kept; the next scan proves them again.</param>
public sealed record CleanupReceipt(string Key, string Batch, ReceiptEntry[] Believed, CleanedFile[] Refused);

/// <summary>Reads the receipt that a request names, and separates the files that are believed.</summary>
public sealed class CleanupReceipts(ReceiptStore receipts, ReceiptBelief belief, StateKeys keys, IOptions<S3Options> store)
{
    /// <summary>The receipt's key. It must lie in this bucket among the receipts, and belong to this batch.</summary>
    /// <param name="uri">The event's dataref.</param>
    /// <exception cref="InvalidWorkException">The URI names no such receipt.</exception>
    public string KeyOf(string? uri, string batch)
    {
        if (!ObjectUris.TryRead(uri, out var bucket, out var key))
            throw new InvalidWorkException(
                $"The extension attribute dataref is '{uri}'; it must name the receipt as s3://bucket/key.");
        if (bucket != store.Value.Bucket || !keys.TryReadReceiptKey(key, out var named, out _))
            throw new InvalidWorkException($"The dataref '{uri}' points outside s3://{store.Value.Bucket}/{keys.Root}receipts/; "
                + "check that sync and cleanup share S3__Bucket and S3__StatePrefix.");
        return named == batch
            ? key
            : throw new InvalidWorkException($"The dataref '{uri}' is not a receipt of the batch '{batch}'.");
    }

    /// <exception cref="BadReceiptException">The receipt cannot be read.</exception>
    public async Task<CleanupReceipt> ReadAsync(string key, CancellationToken cancellation)
    {
        var receipt = await receipts.ReadAsync(key, cancellation);
        var refused = belief.Refused(receipt);
        var settled = receipt.Files.Where(entry => entry.IsSettled()).ToLookup(entry => refused.ContainsKey(entry.Path));
        return new CleanupReceipt(key, receipt.Batch, [.. settled[false]],
            [.. settled[true].Select(entry => new CleanedFile(entry, DeleteVerdict.Keep, refused[entry.Path]))]);
    }
}
