namespace Longshore.Core.Receipts;

/// <summary>What became of one file in an attempt at a batch. Zero is <em>not done</em>.</summary>
[JsonConverter(typeof(FileOutcomeConverter))]
public enum FileOutcome
{
    /// <summary>Not started, or parked; travels on in a batch of its own.</summary>
    Remaining = 0,

    /// <summary>Put into S3 by this attempt.</summary>
    Uploaded,

    /// <summary>S3 already held the same bytes.</summary>
    Present,

    /// <summary>Not ready, or changed while it was read; comes back at the next scan.</summary>
    Deferred,

    /// <summary>Not on the volume any more.</summary>
    Missing,

    /// <summary>Could not be shipped; the reason says why.</summary>
    Failed,
}

/// <summary>By name only, such as <c>uploaded</c>: a number would be taken for an outcome in silence.</summary>
internal sealed class FileOutcomeConverter()
    : JsonStringEnumConverter<FileOutcome>(System.Text.Json.JsonNamingPolicy.CamelCase, allowIntegerValues: false);

/// <summary>
/// The lasting account of one attempt at a batch, kept as <c>receipts/{batch}/{attempt}.json.gz</c>. It covers every file of the
/// batch, and is the only thing that cleanup trusts beside S3 and the volume themselves, as far as <see cref="ReceiptBelief"/>
/// goes.
/// </summary>
public sealed record Receipt
{
    /// <summary>The schema that is written, compressed with gzip.</summary>
    public const string CurrentSchema = "longshore.receipt/2";

    /// <summary>
    /// The schema of old, as plain <c>{attempt}.json</c>: it names no volume, so that it tells the status and settles nothing.
    /// </summary>
    public const string FirstSchema = "longshore.receipt/1";

    public required string Schema { get; init; }

    public required string Batch { get; init; }

    /// <summary>1 for the first attempt at the batch.</summary>
    public required int Attempt { get; init; }

    /// <summary><c>Volume:Name</c> where the files were read; absent in the first schema.</summary>
    public string? VolumeName { get; init; }

    /// <summary>Where the files were put; absent in the first schema.</summary>
    public Destination? Destination { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset FinishedAt { get; init; }

    public required ReceiptCounts Counts { get; init; }

    /// <summary>In the byte order of the paths; each path once.</summary>
    public required ReceiptEntry[] Files { get; init; }
}

/// <summary><c>Planned = Uploaded + Present + Deferred + Missing + Failed + Remaining</c>, always.</summary>
public sealed record ReceiptCounts
{
    public required int Planned { get; init; }

    public int Uploaded { get; init; }

    public int Present { get; init; }

    public int Deferred { get; init; }

    public int Missing { get; init; }

    public int Failed { get; init; }

    public int Remaining { get; init; }

    public long BytesUploaded { get; init; }

    public long BytesPresent { get; init; }

    public static ReceiptCounts Of(IReadOnlyCollection<ReceiptEntry> entries)
    {
        int Count(FileOutcome outcome) => entries.Count(entry => entry.Outcome == outcome);
        long Bytes(FileOutcome outcome) =>
            Sizes.Sum(entries.Where(entry => entry.Outcome == outcome).Select(entry => entry.Size ?? 0));
        return new ReceiptCounts
        {
            Planned = entries.Count,
            Uploaded = Count(FileOutcome.Uploaded),
            Present = Count(FileOutcome.Present),
            Deferred = Count(FileOutcome.Deferred),
            Missing = Count(FileOutcome.Missing),
            Failed = Count(FileOutcome.Failed),
            Remaining = Count(FileOutcome.Remaining),
            BytesUploaded = Bytes(FileOutcome.Uploaded),
            BytesPresent = Bytes(FileOutcome.Present),
        };
    }
}

/// <summary>
/// One file of a receipt. Key, checksum, ETag, mode and owner are there where the outcome is uploaded or present. Its members can
/// be set, which nobody does but the serializer: a constructor's or <c>init</c> members it reads at three times the cost, and a
/// no-op run is mostly that.
/// </summary>
public sealed record ReceiptEntry
{
    [JsonRequired]
    public string Path { get; set; } = "";

    [JsonRequired]
    public FileOutcome Outcome { get; set; }

    /// <summary>Why it was deferred or failed; absent otherwise.</summary>
    public string? Reason { get; set; }

    /// <summary>
    /// Where the reason is <c>too-young</c>: when the file will be old enough, if nobody writes to it before. Absent
    /// otherwise.
    /// </summary>
    public Timestamp? OldEnoughAt { get; set; }

    public string? Key { get; set; }

    public long? Size { get; set; }

    public Timestamp? Modified { get; set; }

    public Timestamp? Changed { get; set; }

    public ulong? Inode { get; set; }

    /// <summary>The file's permissions, <c>st_mode &amp; 07777</c>: JSON has no octal, so that 0644 is 420.</summary>
    public uint? Mode { get; set; }

    public uint? Uid { get; set; }

    public uint? Gid { get; set; }

    /// <summary>SHA-256 in Base64 as S3 keeps it; a composite one ends in <c>-{parts}</c>.</summary>
    public string? Checksum { get; set; }

    /// <summary>Size of a part where the checksum is composite, in bytes.</summary>
    public long? PartBytes { get; set; }

    public string? ETag { get; set; }

    public string? VersionId { get; set; }

    /// <summary>Whether S3 held the file's bytes when this was written.</summary>
    public bool IsSettled() => Outcome is FileOutcome.Uploaded or FileOutcome.Present;

    /// <summary>The file's state when it was shipped; absent where it was never read.</summary>
    public Fingerprint? Fingerprint() =>
        Size is { } size && Modified is { } modified && Changed is { } changed && Inode is { } inode
        ? new Fingerprint(size, modified, changed, inode)
        : null;
}
