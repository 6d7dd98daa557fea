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
            if (entry.IsSettled() && (entry.Key is null || entry.Checksum is null || entry.ETag is null
                || entry.Fingerprint() is null))
                return $"the shipped file '{entry.Path}' lacks its key, checksum, ETag or fingerprint";
        }

        return null;
    }
}
