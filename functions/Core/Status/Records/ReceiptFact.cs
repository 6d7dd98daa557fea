using System.Numerics;
using System.Security.Cryptography;

namespace Longshore.Core.Status.Records;

/// <summary>The part of a receipt that a status needs: some 10 KB for a thousand files.</summary>
/// <param name="VolumeName"><c>Volume:Name</c>; absent in records of the first versions.</param>
/// <param name="Problem">The problem that <see cref="ReceiptCheck"/> found; null if it is valid.</param>
/// <param name="Open">Deferred and failed files.</param>
/// <param name="OpenUnnamed">Deferred and failed files that are not in <see cref="Open"/>.</param>
/// <param name="Closed">Path hashes of uploaded, present and missing files: they close the path in earlier records.</param>
/// <param name="Objects">Uploaded objects, files and bundles, by size: a group for each power of two.</param>
internal sealed record ReceiptFact(
    string Key, string? VolumeName, string Batch, int Attempt, DateTimeOffset StartedAt, DateTimeOffset FinishedAt,
    ReceiptCounts Counts, string? Problem, IReadOnlyList<OpenFile> Open, int OpenUnnamed, IReadOnlyList<ulong> Closed,
    IReadOnlyDictionary<int, (long Count, long Bytes)> Objects)
{
    /// <summary>Files of one receipt that <see cref="Open"/> names.</summary>
    private const int MostNamed = 20;

    /// <summary>No store takes a larger object.</summary>
    private const long LargestObject = 1L << 47;

    /// <summary>Files that S3 held at the time of the receipt.</summary>
    public int Settled => Counts.Uploaded + Counts.Present;

    /// <summary>The reason why nothing of a receipt can be shown, beyond <see cref="ReceiptCheck"/>; null if it can.</summary>
    public static string? Unreadable(Receipt? receipt) =>
        receipt?.Files is null || receipt.Counts is null || Array.Exists(receipt.Files, static entry => entry?.Path is null)
            ? "it has no files or no counts"
        : Array.Exists(receipt.Files, static entry => entry.Size < 0 || (entry.IsSettled() && entry.Size > LargestObject))
            || receipt.Counts.BytesUploaded is < 0 or > 1L << 50 ? "it has a size that no object has"
        : null;

    public static ReceiptFact Of(string key, Receipt receipt, string? problem)
    {
        var open = receipt.Files.Where(entry => entry.Outcome is FileOutcome.Deferred or FileOutcome.Failed).ToArray();
        return new ReceiptFact(
            key, receipt.VolumeName, receipt.Batch, receipt.Attempt, receipt.StartedAt, receipt.FinishedAt, receipt.Counts,
            problem,
            // Files that need action come first.
            Open: [.. open.OrderByDescending(entry => entry.Outcome).Take(MostNamed)
                .Select(entry => new OpenFile(entry.Path,
                    entry.Outcome == FileOutcome.Failed ? LeftFile.Failed : LeftFile.Deferred, entry.Reason ?? "",
                    receipt.FinishedAt, key))],
            OpenUnnamed: Math.Max(0, open.Length - MostNamed),
            Closed: [.. receipt.Files.Where(entry => entry.IsSettled() || entry.Outcome == FileOutcome.Missing)
                .Select(entry => HashOf(entry.Path))],
            Objects: Uploaded(receipt).GroupBy(size => BitOperations.Log2((ulong)size + 1))
                .ToDictionary(group => group.Key, group => (group.LongCount(), Sizes.Sum(group))));
    }

    /// <summary>The sizes of the objects that this attempt has put.</summary>
    private static IEnumerable<long> Uploaded(Receipt receipt)
    {
        var uploaded = receipt.Files.Where(static entry => entry.Outcome == FileOutcome.Uploaded)
            .ToLookup(static entry => entry.Bundle);
        return uploaded[null].Select(static entry => entry.Size ?? 0)
            .Concat(uploaded.Select(static group => group.Key).OfType<ReceiptBundle>().Select(static bundle => bundle.Size));
    }

    /// <summary>Eight bytes of SHA-256: a million paths take 8 MB.</summary>
    public static ulong HashOf(string path)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(path), hash);
        return BitConverter.ToUInt64(hash);
    }
}

/// <summary>A file that a record leaves on the volume.</summary>
/// <param name="Path">Its path on the volume, chosen by its writer.</param>
/// <param name="Outcome">The outcome of sync, cleanup or a scan, such as <see cref="LeftFile.Failed"/>.</param>
/// <param name="At">When the record was finished.</param>
/// <param name="Record">The record's key.</param>
/// <param name="Volume"><c>Volume__Name</c>; absent in records of the first versions.</param>
/// <param name="Run">When the run began that the record belongs to.</param>
public sealed record OpenFile(
    string Path, string Outcome, string Reason, DateTimeOffset At, string Record, string? Volume = null,
    DateTimeOffset? Run = null);
