using System.Formats.Tar;
using Longshore.Core.Ship;

namespace Longshore.Core.Bundles;

/// <summary>A file in a bundle that an earlier attempt has put.</summary>
/// <param name="Sha256">Of the bytes at its offset, in Base64.</param>
internal sealed record FoundFile(ReceiptBundle Bundle, long Offset, long Size, string Sha256);

/// <summary>
/// Finds the bundles that an earlier attempt at a batch has put and no receipt tells of, so that their files are not put again.
/// That only saves space: what cannot be found or read in time is put again.
/// </summary>
public sealed class FoundBundles(S3Store store, WorkClock clock)
{
    private const int ListingsAtOnce = 8;

    /// <param name="prefixes">What the keys of the batch's bundles begin with.</param>
    /// <param name="known">Keys of bundles that are not looked at: a receipt tells of them.</param>
    /// <param name="most">Reads no more bundles than so many, the newest first.</param>
    /// <returns>By path.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be listed.</exception>
    internal async Task<IReadOnlyDictionary<string, FoundFile>> ReadAsync(
        IReadOnlyCollection<string> prefixes, IReadOnlySet<string> known, int most, CancellationToken park)
    {
        var listed = new ConcurrentQueue<(string Prefix, ListedObject Item)>();
        var found = new Dictionary<string, FoundFile>(StringComparer.Ordinal);
        using var patience = new CancellationTokenSource(clock.Deadline / 4, clock.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(park, patience.Token);
        try
        {
            var several = new ParallelOptions { MaxDegreeOfParallelism = ListingsAtOnce, CancellationToken = stop.Token };
            await Parallel.ForEachAsync(prefixes, several, async (prefix, token) =>
            {
                await foreach (var item in store.ListAsync(prefix, "", token))
                    listed.Enqueue((prefix, item));
            });
            var unknown = listed.Where(bundle => !known.Contains(bundle.Item.Key)
                && bundle.Item is { ETag.Length: > 0, Size: <= SyncOptions.MostBundleBytes });
            foreach (var (prefix, item) in unknown.OrderByDescending(static bundle => bundle.Item.Modified).Take(most))
            {
                if (await ReadAsync(item, stop.Token) is { } body)
                    Add(found, item, prefix, body);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The rest is put again.
        }

        return found;
    }

    /// <returns>Null if it is gone, archived, damaged or may not be read.</returns>
    private async Task<byte[]?> ReadAsync(ListedObject item, CancellationToken stop)
    {
        try
        {
            return await store.ReadAsync(item.Key, SyncOptions.MostBundleBytes, stop);
        }
        catch (StoreException)
        {
            return null;
        }
    }

    /// <summary>Only a bundle whose bytes have the hash in its key is taken.</summary>
    private static void Add(Dictionary<string, FoundFile> found, ListedObject item, string prefix, byte[] body)
    {
        var bundle = new ReceiptBundle(item.Key, body.Length, Sha256.Base64(body), item.ETag);
        if (item.Key != BundleKeys.KeyOf(prefix, bundle.Checksum))
            return;
        try
        {
            using var tar = new TarReader(new MemoryStream(body));
            while (tar.GetNextEntry() is { EntryType: TarEntryType.RegularFile, DataOffset: >= 0 and var offset } entry)
            {
                if (BundleWriter.Takes(entry.Name))
                    found.TryAdd(entry.Name, new FoundFile(
                        bundle, offset, entry.Length, Sha256.Base64(body.AsSpan((int)offset, (int)entry.Length))));
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The reader takes no ids above 2,147,483,647, and somebody else may have put a tar there. Each throws another error.
        }
    }
}
