using System.Formats.Tar;
using Longshore.Core.Ship;

namespace Longshore.Core.Bundles;

/// <summary>A file in a bundle that an earlier attempt has put.</summary>
/// <param name="Sha256">Of the bytes at its offset, in Base64.</param>
internal sealed record FoundFile(ReceiptBundle Bundle, long Offset, long Size, string Sha256);

/// <summary>
/// Finds the bundles that an earlier attempt at a batch has put and no receipt tells of, so that their files are not put again.
/// </summary>
public sealed class FoundBundles(S3Store store)
{
    /// <param name="beginnings">What the keys of the batch's bundles begin with.</param>
    /// <param name="known">Keys of bundles that are not looked at: a receipt tells of them.</param>
    /// <returns>By path. A bundle that cannot be read is left out: its files are put again.</returns>
    internal async Task<IReadOnlyDictionary<string, FoundFile>> ReadAsync(
        IEnumerable<string> beginnings, IReadOnlySet<string> known, CancellationToken abort)
    {
        var found = new Dictionary<string, FoundFile>(StringComparer.Ordinal);
        foreach (var beginning in beginnings)
        {
            await foreach (var item in store.ListAsync(beginning, "", abort))
            {
                if (known.Contains(item.Key) || item.ETag.Length == 0 || item.Size > SyncOptions.MostBundleBytes)
                    continue;
                if (await ReadAsync(item, abort) is { } body)
                    Add(found, item, beginning, body);
            }
        }

        return found;
    }

    private async Task<byte[]?> ReadAsync(ListedObject item, CancellationToken abort)
    {
        try
        {
            return await store.ReadAsync(item.Key, SyncOptions.MostBundleBytes, abort, item.ETag);
        }
        catch (StoreException e) when (e is StoreRefusedException or RequestRefusedException)
        {
            // It may be archived, or the role may not read it.
            return null;
        }
    }

    /// <summary>Only a bundle whose bytes have the hash in its key is taken.</summary>
    private static void Add(Dictionary<string, FoundFile> found, ListedObject item, string beginning, byte[] body)
    {
        var bundle = new ReceiptBundle(item.Key, body.Length, Sha256.Base64(body), item.ETag);
        if (item.Key != BundleKeys.KeyOf(beginning, bundle.Checksum))
            return;
        try
        {
            using var tar = new TarReader(new MemoryStream(body));
            while (tar.GetNextEntry() is { } entry)
            {
                if (entry is { EntryType: TarEntryType.RegularFile, DataOffset: >= 0 and var offset } && BundleWriter.Takes(entry.Name))
                    found.TryAdd(entry.Name, new FoundFile(
                        bundle, offset, entry.Length, Sha256.Base64(body.AsSpan((int)offset, (int)entry.Length))));
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException)
        {
            // It is no bundle of ours.
        }
    }
}
