namespace Longshore.Core.Receipts;

/// <summary>The result of one file in an attempt at a batch. Zero is <em>not done</em>.</summary>
[JsonConverter(typeof(FileOutcomeConverter))]
public enum FileOutcome
{
    /// <summary>Not started, or parked. The caller sends it in another batch.</summary>
    Remaining = 0,

    /// <summary>Put into S3 by this attempt.</summary>
    Uploaded,

    /// <summary>S3 already held the same bytes.</summary>
    Present,

    /// <summary>Not ready, or changed while it was read. The next scan finds it again.</summary>
    Deferred,

    /// <summary>No longer on the volume.</summary>
    Missing,

    /// <summary>Could not be shipped; the reason says why.</summary>
    Failed,
}

/// <summary>Only names, such as <c>uploaded</c>: numbers are refused.</summary>
internal sealed class FileOutcomeConverter()
    : JsonStringEnumConverter<FileOutcome>(System.Text.Json.JsonNamingPolicy.CamelCase, allowIntegerValues: false);

/// <summary>
/// The result of one attempt at a batch, stored as <c>receipts/{batch}/{attempt}.json.gz</c>. It covers every file of the batch.
/// Cleanup trusts S3, the volume, and the parts of a receipt that <see cref="ReceiptBelief"/> accepts.
/// </summary>
public sealed record Receipt
{
    /// <summary>The schema of new receipts, compressed with gzip.</summary>
    public const string CurrentSchema = "longshore.receipt/2";

    /// <summary>The old schema, as plain <c>{attempt}.json</c>. It names no volume, so it settles nothing.</summary>
    public const string FirstSchema = "longshore.receipt/1";

    public required string Schema { get; init; }

    public required string Batch { get; init; }

    /// <summary>1 for the first attempt at the batch.</summary>
    public required int Attempt { get; init; }

    /// <summary><c>Volume:Name</c> of the files' volume; missing in the first schema.</summary>
    public string? VolumeName { get; init; }

    /// <summary>Where the files were put; missing in the first schema.</summary>
    public Destination? Destination { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset FinishedAt { get; init; }

    public required ReceiptCounts Counts { get; init; }

    /// <summary>In the byte order of the paths; each path is unique.</summary>
    public required ReceiptEntry[] Files { get; init; }

    /// <summary>The bundles that hold some of the files; missing if none does.</summary>
    public ReceiptBundle[]? Bundles { get; init; }

    /// <summary>Paths of the files that S3 held when this was written.</summary>
    public HashSet<string> SettledPaths() =>
        Files.Where(static entry => entry.IsSettled()).Select(static entry => entry.Path).ToHashSet(StringComparer.Ordinal);
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

/// <summary>A bundle: one tar object with many files.</summary>
/// <param name="Size">Bytes of the tar.</param>
/// <param name="Checksum">SHA-256 of the tar, in Base64.</param>
/// <param name="ETag">Without quotes.</param>
/// <param name="VersionId">In a bucket with versioning; null for a bundle of an earlier attempt.</param>
public sealed record ReceiptBundle(string Key, long Size, string Checksum, string ETag, string? VersionId = null);

/// <summary>
/// One file of a receipt. Key, checksum, mode and owner are set if the outcome is uploaded or present; then a file in a bundle
/// has an offset and a length, and any other an ETag. The members have setters for the serializer: <c>init</c> members cost three
/// times as much to read, and a run without work is mostly reading.
/// </summary>
public sealed record ReceiptEntry
{
    [JsonRequired]
    public string Path { get; set; } = "";

    [JsonRequired]
    public FileOutcome Outcome { get; set; }

    /// <summary>Why the file was deferred or failed; otherwise missing.</summary>
    public string? Reason { get; set; }

    /// <summary>With the reason <c>too-young</c>: when the file will be old enough if it stays unchanged.</summary>
    public Timestamp? OldEnoughAt { get; set; }

    /// <summary>Of the object that holds the file.</summary>
    public string? Key { get; set; }

    /// <summary>
    /// The byte of its bundle where the file begins, a multiple of 512; missing if the object is the file.
    /// </summary>
    public long? Offset { get; set; }

    /// <summary>The bytes from <see cref="Offset"/> on that are the file: its size.</summary>
    public long? Length { get; set; }

    public long? Size { get; set; }

    public Timestamp? Modified { get; set; }

    public Timestamp? Changed { get; set; }

    public ulong? Inode { get; set; }

    /// <summary>The file's permissions, <c>st_mode &amp; 07777</c>, as a decimal number: 0644 is 420.</summary>
    public uint? Mode { get; set; }

    public uint? Uid { get; set; }

    public uint? Gid { get; set; }

    /// <summary>
    /// The file's SHA-256 in Base64. That of a file that was uploaded in parts is S3's composite one, which ends in
    /// <c>-{parts}</c>.
    /// </summary>
    public string? Checksum { get; set; }

    /// <summary>The part size of a composite checksum, in bytes.</summary>
    public long? PartBytes { get; set; }

    public string? ETag { get; set; }

    public string? VersionId { get; set; }

    /// <summary>The bundle that holds the file, by its key among <see cref="Receipt.Bundles"/>; else null.</summary>
    [JsonIgnore]
    public ReceiptBundle? Bundle { get; set; }

    /// <summary>Whether S3 held the file's bytes when this was written.</summary>
    public bool IsSettled() => Outcome is FileOutcome.Uploaded or FileOutcome.Present;

    /// <summary>Whether this is the object, unchanged, that held the file when this was written.</summary>
    public bool IsIn(ListedObject listed) =>
        listed.Key == Key && (Bundle is { } bundle ? listed.Is(bundle.ETag, bundle.Size) : listed.Is(ETag, Size));

    /// <summary>The file's state when it was shipped; null if it was never read.</summary>
    public Fingerprint? Fingerprint() =>
        Size is { } size && Modified is { } modified && Changed is { } changed && Inode is { } inode
        ? new Fingerprint(size, modified, changed, inode)
        : null;
}

/// <summary>The settings that decide on the keys of a batch's files.</summary>
/// <param name="Bucket"><c>S3:Bucket</c>.</param>
/// <param name="Prefix"><c>S3:Prefix</c>.</param>
/// <param name="Template"><c>S3:KeyTemplate</c>.</param>
public sealed record Destination(string Bucket, string Prefix, string Template)
{
    public static Destination Of(S3Options options) => new(options.Bucket, options.Prefix, options.KeyTemplate);
}
