namespace Longshore.Core.Receipts;

/// <summary>Reads and writes receipts. A receipt is never replaced: if its number is taken, the next one is used.</summary>
public sealed class ReceiptStore(S3Store store, StateKeys keys)
{
    /// <summary>
    /// Larger than any receipt: the paths of a list have 8 MiB at most, and each stands in the entry's path and its key.
    /// </summary>
    private const int Largest = 32 << 20;

    /// <summary>Keys that are tried. A faulty store may answer for every key that it is taken.</summary>
    private const int MostTaken = 100;

    public string KeyOf(Receipt receipt) => keys.Receipt(receipt.Batch, receipt.Attempt);

    public string UriOf(string key) => ObjectUris.Of(store.Bucket, key);

    /// <summary>
    /// The latest receipt of a batch, or null. A receipt of the first schema counts as none, because it settles nothing.
    /// </summary>
    /// <exception cref="BadReceiptException">The receipt exists but cannot be read.</exception>
    public async Task<Receipt?> LatestAsync(string batch, CancellationToken cancellation)
    {
        var latest = await store.ListAsync(keys.Receipts(batch), "", cancellation)
            .Where(static item => StateKeys.IsCompressed(item.Key))
            .Select(item => keys.TryReadReceiptKey(item.Key, out _, out var attempt) ? attempt : 0)
            .AggregateAsync(0, static (most, attempt) => Math.Max(most, attempt), cancellation);
        return latest == 0 ? null : await ReadAsync(keys.Receipt(batch, latest), cancellation);
    }

    /// <exception cref="BadReceiptException">It is missing, truncated, inconsistent, too large or of another schema.</exception>
    public async Task<Receipt> ReadAsync(string key, CancellationToken cancellation)
    {
        if (!keys.TryReadReceiptKey(key, out var batch, out var attempt))
            throw new BadReceiptException($"'{key}' is not the key of a receipt.");
        var body = await store.ReadRecordAsync(key, Largest, cancellation)
            ?? throw new BadReceiptException($"The receipt {key} is not in the bucket {store.Bucket}.");
        Receipt? receipt;
        try
        {
            receipt = ReceiptFile.Read(key, body, Largest);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            var why = e is JsonException ? "it is cut off, or it is not a receipt" : e.Message;
            throw new BadReceiptException($"The receipt {key} cannot be read: {why}.", e);
        }

        var problem = receipt is null ? "it is empty" : ReceiptCheck.Problem(receipt, batch, attempt, ReceiptFile.SchemaOf(key));
        return problem is null ? receipt! : throw new BadReceiptException($"The receipt {key} is refused: {problem}.");
    }

    /// <summary>Writes the receipt under the first free number, starting with its own.</summary>
    /// <returns>The receipt as written.</returns>
    public async Task<Receipt> WriteAsync(Receipt receipt, CancellationToken cancellation)
    {
        for (var taken = 0; taken < MostTaken; taken++)
        {
            if (ReceiptCheck.Problem(receipt, receipt.Batch, receipt.Attempt) is { } problem)
                throw new InvalidOperationException($"An inconsistent receipt was not written: {problem}.");
            if (await store.PutRecordAsync(KeyOf(receipt), ReceiptFile.Write(receipt), cancellation))
                return receipt;
            // Another process has written a receipt of the same batch.
            receipt = receipt with { Attempt = receipt.Attempt + 1 };
        }

        throw new StoreUnavailableException(
            $"The receipt of batch {receipt.Batch} could not be written: the store answered for {MostTaken} keys in a row that "
            + "an object is there already. Check whether it gives this answer for every key.");
    }
}
