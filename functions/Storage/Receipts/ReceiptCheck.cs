using Longshore.Files;

namespace Longshore.Storage.Receipts;

/// <summary>A receipt cannot be believed. Permanent: another delivery of the event reads the same object.</summary>
/// <param name="message">Names the object's key and what is wrong with it.</param>
/// <param name="inner">The parser's error, where there is one.</param>
internal sealed class BadReceiptException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Checks a receipt when it is written and when it is read.</summary>
internal static class ReceiptCheck
{
    /// <summary>What is wrong with a receipt that is said to be <paramref name="attempt"/> at <paramref name="batch"/>, or null.</summary>
    public static string? Problem(Receipt receipt, string batch, int attempt)
    {
        if (receipt.Schema != Receipt.CurrentSchema)
            return $"it has the schema '{receipt.Schema}', and this version reads '{Receipt.CurrentSchema}'";
        if (receipt.Batch != batch || receipt.Attempt != attempt)
            return $"it says that it is attempt {receipt.Attempt} at batch '{receipt.Batch}'";
        if (receipt.Files is null || receipt.Counts is null || Array.Exists(receipt.Files, static entry => entry is null))
            return "it has no files or no counts";
        if (Array.Exists(receipt.Files, static entry => entry.Size < 0))
            return "it tells of a size below zero";
        if (receipt.Counts != ReceiptCounts.Of(receipt.Files))
            return "its counts do not balance with its files";
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in receipt.Files)
        {
            if (!VolumePath.TryParse(entry.Path, out _, out var problem))
                return $"the path '{entry.Path}' {problem}";
            if (!seen.Add(entry.Path))
                return $"the path '{entry.Path}' is there twice";
            if (entry.IsSettled() && (entry.Key is null || entry.Checksum is null || entry.ETag is null || entry.Fingerprint() is null))
                return $"the shipped file '{entry.Path}' lacks its key, checksum, ETag or fingerprint";
        }

        return null;
    }
}
