using System.Numerics;
using System.Security.Cryptography;

namespace Longshore.Core.Status.Records;

/// <summary>One attempt at a batch, as far as a status needs it: some 10 KB for a receipt of a thousand files.</summary>
/// <param name="VolumeName"><c>Volume:Name</c>; absent in the first schema.</param>
/// <param name="Problem">Why it is not trusted, as <see cref="ReceiptCheck"/> says; null if it is valid.</param>
/// <param name="Open">Deferred and failed files.</param>
/// <param name="OpenUnnamed">Deferred and failed files that <see cref="Open"/> has no room for.</param>
/// <param name="Closed">
/// Hashes of the paths of uploaded, present and missing files. They close the path in earlier records.
/// </param>
/// <param name="Sizes">Uploaded files by size, a group for each power of two.</param>
internal sealed record ReceiptFact(
    string Key, string? VolumeName, string Batch, int Attempt, DateTimeOffset StartedAt, DateTimeOffset FinishedAt,
    ReceiptCounts Counts, string? Problem, IReadOnlyList<OpenFile> Open, int OpenUnnamed, IReadOnlyList<ulong> Closed,
    IReadOnlyDictionary<int, (long Files, long Bytes)> Sizes)
{
    /// <summary>Files of one receipt that are named; the others are counted.</summary>
    private const int MostNamed = 20;

    /// <summary>Larger than any store takes.</summary>
    private const long LargestObject = 1L << 47;

    /// <summary>Files that S3 held when it was written.</summary>
    public int Settled => Counts.Uploaded + Counts.Present;

    /// <summary>Says why nothing of a receipt can be shown, beyond <see cref="ReceiptCheck"/>; null if it can.</summary>
    public static string? Unreadable(Receipt? receipt) =>
        receipt?.Files is null || receipt.Counts is null || Array.Exists(receipt.Files, static entry => entry?.Path is null)
            ? "it has no files or no counts"
        : Array.Exists(receipt.Files, static entry => entry.Size < 0 || (entry.IsSettled() && entry.Size > LargestObject))
            || receipt.Counts.BytesUploaded is < 0 or > 1L << 50 ? "it has a size that no object has"
        : null;

    public static ReceiptFact Of(string key, Receipt receipt, string? problem)
    {
        var open = receipt.Files.Where(entry => entry.Outcome is FileOutcome.Deferred or FileOutcome.Failed).ToArray();
        var sizes = new Dictionary<int, (long Files, long Bytes)>();
        foreach (var entry in receipt.Files.Where(entry => entry.Outcome == FileOutcome.Uploaded))
        {
            var group = BitOperations.Log2((ulong)(entry.Size ?? 0) + 1);
            var (files, bytes) = sizes.GetValueOrDefault(group);
            sizes[group] = (files + 1, bytes + (entry.Size ?? 0));
        }

        return new ReceiptFact(
            Key: key,
            VolumeName: receipt.VolumeName,
            Batch: receipt.Batch,
            Attempt: receipt.Attempt,
            StartedAt: receipt.StartedAt,
            FinishedAt: receipt.FinishedAt,
            Counts: receipt.Counts,
            Problem: problem,
            // Files that need action come first.
            Open: [.. open.OrderByDescending(entry => entry.Outcome).Take(MostNamed)
                .Select(entry => new OpenFile(entry.Path,
                    entry.Outcome == FileOutcome.Failed ? LeftFile.Failed : LeftFile.Deferred, entry.Reason ?? "",
                    receipt.FinishedAt, key))],
            OpenUnnamed: Math.Max(0, open.Length - MostNamed),
            Closed: [.. receipt.Files.Where(entry => entry.IsSettled() || entry.Outcome == FileOutcome.Missing)
                .Select(entry => HashOf(entry.Path))],
            Sizes: sizes);
    }

    /// <summary>Eight bytes of SHA-256: a million paths take eight megabytes.</summary>
    public static ulong HashOf(string path)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(path), hash);
        return BitConverter.ToUInt64(hash);
    }
}

/// <summary>A file that is still on the volume by a record.</summary>
/// <param name="Path">On the volume, as the writer of the file has chosen it.</param>
/// <param name="Outcome">Of sync, cleanup or a scan, such as <see cref="LeftFile.Failed"/>.</param>
/// <param name="At">When the record was finished.</param>
/// <param name="Record">The record's key.</param>
/// <param name="Volume"><c>Volume__Name</c>; absent in records of the first versions.</param>
public sealed record OpenFile(
    string Path, string Outcome, string Reason, DateTimeOffset At, string Record, string? Volume = null);
