using Longshore.Core.Bundles;
using Longshore.Core.Ship;

namespace Longshore.Core.Receipts;

/// <summary>A receipt cannot be read. Permanent: a retry reads the same object.</summary>
/// <param name="message">Names the key and the problem.</param>
public sealed class BadReceiptException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Checks that a receipt is consistent. <see cref="ReceiptBelief"/> decides whether it is believed.</summary>
internal static class ReceiptCheck
{
    /// <summary>What is wrong with a receipt that is stored for this attempt at this batch; null if nothing is.</summary>
    /// <param name="schema">The schema that its key requires.</param>
    public static string? Problem(Receipt receipt, string batch, int attempt, string schema = Receipt.CurrentSchema)
    {
        if (receipt.Schema != schema)
            return $"its schema is '{receipt.Schema}', but its key requires '{schema}'";
        if (receipt.Batch != batch || receipt.Attempt != attempt)
            return $"its content belongs to attempt {receipt.Attempt} of batch '{receipt.Batch}'";
        if (schema == Receipt.CurrentSchema
            && (string.IsNullOrEmpty(receipt.VolumeName)
            || receipt.Destination is not { Bucket: not null, Prefix: not null, Template: not null }))
            return "it names no volume or no destination";
        if (receipt.Files is null || receipt.Counts is null || Array.Exists(receipt.Files, static entry => entry is null))
            return "it has no files or no counts";
        if (Link(receipt) is { } unlinked)
            return unlinked;
        if (Array.Exists(receipt.Files, static entry => entry.Size < 0))
            return "one of its files has a negative size";
        if (receipt.Counts != ReceiptCounts.Of(receipt.Files))
            return "its counts do not match its files";
        var seen = new HashSet<string>(receipt.Files.Length, StringComparer.Ordinal);
        foreach (var entry in receipt.Files)
        {
            if (!VolumePath.TryParse(entry.Path, out _, out var problem))
                return $"the path '{entry.Path}' {problem}";
            if (!seen.Add(entry.Path))
                return $"it names the path '{entry.Path}' twice";
            if (entry.IsSettled() && (entry.Key is null || entry.Checksum is null || entry.Fingerprint() is null
                || (entry.Bundle is null && entry.ETag is null)))
                return $"the shipped file '{entry.Path}' lacks its key, checksum, ETag or fingerprint";
        }

        return BundleProblem(receipt);
    }

    /// <summary>Sets the bundle of each file. A receipt with a problem there is refused.</summary>
    private static string? Link(Receipt receipt)
    {
        var bundles = new Dictionary<string, ReceiptBundle>(StringComparer.Ordinal);
        foreach (var bundle in receipt.Bundles ?? [])
        {
            if (bundle is not { Key: not null, Checksum: not null, ETag.Length: > 0 }
                || bundle.Size is <= 0 or > SyncOptions.MostBundleBytes || FileHashes.PartsOf(bundle.Checksum) is not null)
                return "one of its bundles lacks its key, size, checksum or ETag, or is too large";
            if (!bundles.TryAdd(bundle.Key, bundle))
                return $"it names the bundle '{bundle.Key}' twice";
        }

        foreach (var entry in receipt.Files.Where(static entry => entry.Offset is not null || entry.Length is not null))
        {
            if (!entry.IsSettled() || entry.Key is null || !bundles.TryGetValue(entry.Key, out var bundle))
                return $"the file '{entry.Path}' has an offset or a length, and no bundle";
            entry.Bundle = bundle;
        }

        return null;
    }

    /// <summary>Each file has bytes of its own in its bundle, behind a header of its own and before the end of the tar.</summary>
    private static string? BundleProblem(Receipt receipt)
    {
        var bundled = receipt.Files.Where(static entry => entry.Bundle is not null);
        foreach (var files in bundled.GroupBy(static entry => entry.Bundle!))
        {
            var end = 0L;
            foreach (var entry in files.OrderBy(static entry => entry.Offset))
            {
                var size = entry.Size!.Value;
                if (entry.Length != size || entry.Offset is not { } offset || offset % TarHeader.Block != 0
                    || offset < end + TarHeader.Block || size > files.Key.Size - offset)
                    return $"the file '{entry.Path}' has no bytes of its own in its bundle";
                end = offset + size + TarHeader.Padding(size);
            }
        }

        return null;
    }
}
