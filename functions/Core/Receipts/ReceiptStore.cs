namespace Longshore.Core.Receipts;

/// <summary>Reads and writes receipts. A receipt is never replaced: an attempt that finds its number taken counts on.</summary>
public sealed class ReceiptStore(S3Store store, StateKeys keys)
{
    /// <summary>
    /// Above what the largest event, of 1 MiB, can lead to: each byte escaped to six, in path and key, and 1,000 entries beside.
    /// </summary>
    private const int Largest = 32 << 20;

    public string KeyOf(Receipt receipt) => keys.Receipt(receipt.Batch, receipt.Attempt);

    public string UriOf(string key) => ObjectUris.Of(store.Bucket, key);

    /// <summary>
    /// The latest receipt of a batch, or null if there is none. One of the first schema counts as none: it settles nothing.
    /// </summary>
    /// <exception cref="BadReceiptException">It is there and cannot be read.</exception>
    public async Task<Receipt?> LatestAsync(string batch, CancellationToken cancellation)
    {
        var latest = 0;
        await foreach (var item in store.ListAsync(keys.Receipts(batch), "", cancellation))
        {
            if (StateKeys.IsCompressed(item.Key) && keys.TryReadReceiptKey(item.Key, out _, out var attempt))
                latest = Math.Max(latest, attempt);
        }

        return latest == 0 ? null : await ReadAsync(keys.Receipt(batch, latest), cancellation);
    }

    /// <exception cref="BadReceiptException">
    /// It is missing, truncated, unbalanced, too large or of another schema than its key says.
    /// </exception>
    public async Task<Receipt> ReadAsync(string key, CancellationToken cancellation)
    {
        if (!keys.TryReadReceiptKey(key, out var batch, out var attempt))
            throw new BadReceiptException($"{key} is not a receipt's key.");
        var body = await FetchAsync(key, cancellation)
            ?? throw new BadReceiptException($"The receipt {key} is not in the bucket {store.Bucket}.");
        Receipt? receipt;
        try
        {
            receipt = ReceiptFile.Read(key, body, Largest);
        }
        catch (JsonException e)
        {
            throw new BadReceiptException($"The receipt {key} cannot be read: it is truncated or no receipt.", e);
        }
        catch (InvalidDataException e)
        {
            throw new BadReceiptException($"The receipt {key} cannot be read: {e.Message}.", e);
        }

        var problem = receipt is null ? "it is empty" : ReceiptCheck.Problem(receipt, batch, attempt, ReceiptFile.SchemaOf(key));
        return problem is null ? receipt! : throw new BadReceiptException($"The receipt {key} is refused: {problem}.");
    }

    /// <summary>
    /// The receipt's bytes; null if the store says that there is none. Where a role may list only some prefixes, a missing object
    /// is refused like one that may not be read: only then a listing has to tell.
    /// </summary>
    private async Task<byte[]?> FetchAsync(string key, CancellationToken cancellation)
    {
        try
        {
            return await store.ReadAsync(key, Largest, cancellation);
        }
        catch (StoreRefusedException e) when (e is not ObjectTooLargeException)
        {
            if (await store.FindAsync(key, cancellation) is null)
                return null;
            throw;
        }
    }

    /// <summary>Writes the receipt under the first free number from its own on.</summary>
    /// <returns>The receipt as written.</returns>
    public async Task<Receipt> WriteAsync(Receipt receipt, CancellationToken cancellation)
    {
        while (true)
        {
            if (ReceiptCheck.Problem(receipt, receipt.Batch, receipt.Attempt) is { } problem)
                throw new InvalidOperationException($"A receipt that does not hold was about to be written: {problem}.");
            if (await store.PutRecordAsync(KeyOf(receipt), ReceiptFile.Write(receipt), cancellation))
                return receipt;
            // Taken by a peer on the same batch, whose account is as honest.
            receipt = receipt with { Attempt = receipt.Attempt + 1 };
        }
    }
}
