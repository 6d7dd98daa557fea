namespace Longshore.Core.Clean;

/// <summary>A receipt that cleanup follows.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Batch">Its batch.</param>
/// <param name="Believed">The shipped files that may be deleted if S3 and the volume agree.</param>
/// <param name="Refused">Those of which it is not believed. They are kept: the next scan has them proven again.</param>
public sealed record CleanupReceipt(string Key, string Batch, ReceiptEntry[] Believed, CleanedFile[] Refused);

/// <summary>Reads the receipt that a request names, and says what of it is believed.</summary>
public sealed class CleanupReceipts(ReceiptStore receipts, ReceiptBelief belief, StateKeys keys, IOptions<S3Options> store)
{
    /// <summary>The receipt's key. It must lie in our bucket, in our receipts, and be of this batch.</summary>
    /// <param name="uri">The event's dataref.</param>
    /// <exception cref="InvalidWorkException">It does not.</exception>
    public string KeyOf(string? uri, string batch)
    {
        if (!ObjectUris.TryRead(uri, out var bucket, out var key))
        {
            throw new InvalidWorkException(
                $"The extension attribute dataref is '{uri}'; it must name the receipt as s3://bucket/key.");
        }

        if (bucket != store.Value.Bucket || !keys.TryReadReceiptKey(key, out var theirs, out _))
        {
            throw new InvalidWorkException($"The dataref '{uri}' points outside s3://{store.Value.Bucket}/{keys.Root}receipts/; "
                + "check that sync and cleanup share S3__Bucket and S3__StatePrefix.");
        }

        return theirs == batch
            ? key
            : throw new InvalidWorkException($"The dataref '{uri}' is not a receipt of the batch '{batch}'.");
    }

    /// <exception cref="BadReceiptException">It cannot be read.</exception>
    public async Task<CleanupReceipt> ReadAsync(string key, CancellationToken cancellation)
    {
        var receipt = await receipts.ReadAsync(key, cancellation);
        var refused = belief.Refused(receipt);
        var settled = receipt.Files.Where(entry => entry.IsSettled()).ToLookup(entry => refused.ContainsKey(entry.Path));
        return new CleanupReceipt(key, receipt.Batch, [.. settled[false]],
            [.. settled[true].Select(entry => new CleanedFile(entry, DeleteVerdict.Keep, refused[entry.Path]))]);
    }
}
