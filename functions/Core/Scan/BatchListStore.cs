using System.Security.Cryptography;

namespace Longshore.Core.Scan;

/// <summary>
/// Writes and reads the lists of large batches: <c>batches/{SHA-256 of the decompressed list}.json.gz</c>. The event names the
/// list, and the name proves the bytes. No list is ever replaced. Safe for concurrent use.
/// </summary>
public sealed class BatchListStore(S3Store store, StateKeys keys)
{
    /// <summary>Puts a list. If it is there already, as after a retry, nothing is put.</summary>
    /// <returns>Its address as <c>s3://bucket/key</c>, the event's <c>dataref</c>.</returns>
    /// <exception cref="StoreUnavailableException">The list could not be put, or its key holds something else.</exception>
    public async Task<string> PutAsync(BatchFile[] files, CancellationToken cancellation)
    {
        var list = JsonSerializer.SerializeToUtf8Bytes(new BatchList(files), ScanJson.Default.BatchList);
        var name = HashOf(list);
        var key = keys.Batch(name);
        // Another version may compress the same list to other bytes.
        if (!await store.PutRecordAsync(key, RecordFiles.Compress(list), cancellation) && !await HoldsAsync(name, cancellation))
            throw new StoreUnavailableException($"The object {key} is not the list that its name says, and {files.Length} files "
                + "cannot be shipped. If the next scan says the same, delete that object.");
        return ObjectUris.Of(store.Bucket, key);
    }

    /// <summary>The SHA-256 that an event's <c>dataref</c> names, as 64 hexadecimal digits.</summary>
    /// <exception cref="InvalidWorkException">It names no list of this bucket.</exception>
    public string NameOf(string uri) =>
        ObjectUris.TryRead(uri, out var bucket, out var key) && bucket == store.Bucket && keys.TryReadBatchKey(key, out var name)
            ? name
            : throw new InvalidWorkException($"The extension attribute dataref is '{uri}'; for batch.ready it names a list as "
                + $"s3://{store.Bucket}/{keys.Root}batches/SHA256.json.gz, with the list's SHA-256. Check that sender and sync "
                + "share S3__Bucket and S3__StatePrefix.");

    /// <summary>The files of a list; null if the store says that it does not exist.</summary>
    /// <exception cref="InvalidWorkException">It is truncated, too large, no list, or not the one of its name.</exception>
    /// <exception cref="StoreUnavailableException">The store did not answer, or refused.</exception>
    internal async Task<IReadOnlyList<BatchFile?>?> ReadAsync(string name, CancellationToken cancellation)
    {
        var key = keys.Batch(name);
        try
        {
            return await store.ReadRecordAsync(key, BatchList.MostBytes, cancellation) is { } body
                ? RecordFiles.Decompress(body, BatchList.MostBytes, plain => Read(name, plain)).Files
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or ObjectTooLargeException)
        {
            var why = e switch
            {
                JsonException => "it is no list of files",
                ObjectTooLargeException => $"it has more than {BatchList.MostBytes} bytes",
                _ => e.Message,
            };
            throw new InvalidWorkException($"The list {key} is refused: {why}. The next scan sends its files again.", e);
        }
    }

    /// <summary>The error for a list that is gone and a batch without a receipt.</summary>
    internal InvalidWorkException Missing(string name) =>
        new($"The list {keys.Batch(name)} is not in the bucket {store.Bucket}, and its batch has no receipt that is believed. A "
            + "list is kept for 90 days; the next scan sends its files again.");

    private async Task<bool> HoldsAsync(string name, CancellationToken cancellation)
    {
        try
        {
            return await ReadAsync(name, cancellation) is not null;
        }
        catch (InvalidWorkException)
        {
            return false;
        }
    }

    /// <exception cref="JsonException">It is no list.</exception>
    /// <exception cref="InvalidDataException">It is another list than its name says, or too large.</exception>
    private static BatchList Read(string name, ReadOnlySpan<byte> plain)
    {
        if (HashOf(plain) is var hash && hash != name)
            throw new InvalidDataException($"its bytes have the SHA-256 {hash}");
        var list = RecordJson.Read(plain, ScanJson.Default.BatchList) ?? throw new JsonException();
        // A sender may escape fewer characters than a receipt does: then the receipt would be too large to be read.
        return JsonSerializer.SerializeToUtf8Bytes(list, ScanJson.Default.BatchList).Length <= BatchList.MostBytes
            ? list
            : throw new InvalidDataException($"it has more than {BatchList.MostBytes} bytes once every character is escaped");
    }

    private static string HashOf(ReadOnlySpan<byte> list) => Convert.ToHexStringLower(SHA256.HashData(list));
}
