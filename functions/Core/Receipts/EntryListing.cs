namespace Longshore.Core.Receipts;

/// <summary>Looks in S3 for the objects of receipts' entries.</summary>
internal static class EntryListing
{
    /// <summary>Bundles are listed by themselves, as they lie apart from the files' own objects.</summary>
    /// <param name="entries">Settled ones.</param>
    /// <param name="own">Further keys of objects that are files.</param>
    /// <returns>Those that S3 lists now, by key.</returns>
    public static async Task<IReadOnlyDictionary<string, ListedObject>> ListAsync(
        this KeyRange range, IEnumerable<ReceiptEntry> entries, IEnumerable<string> own, CancellationToken cancellation)
    {
        var keys = entries.ToLookup(static entry => entry.Bundle is not null, static entry => entry.Key!);
        var listed = await range.ListAsync(keys[false].Concat(own).ToHashSet(StringComparer.Ordinal), cancellation);
        var bundles = await range.ListAsync(keys[true].ToHashSet(StringComparer.Ordinal), cancellation);
        return bundles.Count == 0 ? listed
            : bundles.Concat(listed).DistinctBy(static item => item.Key).ToDictionary(StringComparer.Ordinal);
    }
}
