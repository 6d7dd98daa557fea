using System.Collections.ObjectModel;
using System.Text.Json.Serialization;

namespace Longshore.Cli.Ship;

/// <summary>
/// The outcome of one run, as <c>--json</c> prints it. <c>found.files = shipped.uploaded + shipped.present + shipped.missing +
/// deferredLater + failed + notHandled + notShipped</c>, and without <c>keep</c> <c>shipped.uploaded + shipped.present = deleted
/// + gone + kept + notDeleted</c>.
/// </summary>
internal sealed record ShipReport
{
    public const string CurrentSchema = "longshore.ship/1";

    public string Schema { get; init; } = CurrentSchema;

    public ShipVerdict Outcome { get; init; }

    /// <summary>Of the process.</summary>
    public int ExitCode { get; init; }

    public required string Directory { get; init; }

    public required string Bucket { get; init; }

    public required string Prefix { get; init; }

    public bool DryRun { get; init; }

    /// <summary>Nothing was to be deleted.</summary>
    public bool Keep { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset FinishedAt { get; init; }

    /// <summary>What the scan saw.</summary>
    public FoundFiles Found { get; init; } = new();

    public ShippedFiles Shipped { get; init; } = new();

    /// <summary>Files that were not ready, by reason, whether the scan or the upload saw it.</summary>
    public IReadOnlyDictionary<string, long> Deferred { get; init; } = ReadOnlyDictionary<string, long>.Empty;

    /// <summary>How many of them were ready when they were scanned and were not when they were to be uploaded.</summary>
    public long DeferredLater { get; init; }

    public long Failed { get; init; }

    /// <summary>Failed files by reason.</summary>
    public IReadOnlyDictionary<string, long> FailedFor { get; init; } = ReadOnlyDictionary<string, long>.Empty;

    public long Deleted { get; init; }

    public long BytesFreed { get; init; }

    /// <summary>Shipped files that were not on the volume any more when they were to be deleted.</summary>
    public long Gone { get; init; }

    /// <summary>Shipped files that were not deleted, by reason.</summary>
    public IReadOnlyDictionary<string, long> Kept { get; init; } = ReadOnlyDictionary<string, long>.Empty;

    /// <summary>Files of batches that could not be handled after all retries.</summary>
    public long NotHandled { get; init; }

    /// <summary>What could not be handled, a sentence each.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Files that were ready and have no outcome: the run was stopped first.</summary>
    public long NotShipped { get; init; }

    /// <summary>Shipped files that nobody has looked at since: the run was stopped first.</summary>
    public long NotDeleted { get; init; }

    /// <summary>The scan did not reach the end of the directory.</summary>
    public bool ScanCut { get; init; }

    /// <summary>
    /// Files that are not shipped or not deleted, by name; up to 1,000 of an outcome. Files that need action come first.
    /// Receipts, cleanups and the log name all.
    /// </summary>
    public IReadOnlyList<LeftFile> Left { get; init; } = [];

    /// <summary>All of them.</summary>
    public long LeftCount { get; init; }

    /// <summary>Which counts do not add up; empty in every honest run.</summary>
    public IReadOnlyList<string> Imbalances { get; init; } = [];

    [JsonIgnore]
    public TimeSpan Duration => FinishedAt - StartedAt;

    /// <summary>Seconds from start to end.</summary>
    public double Seconds => Math.Round(Duration.TotalSeconds, 3);
}

/// <summary>
/// <c>seen = files + deferred + ignored + reserved + unaddressable + special + unreadable</c>; see <see cref="ScanCompleted"/>.
/// </summary>
internal sealed record FoundFiles
{
    /// <summary>Ready to ship.</summary>
    public long Files { get; init; }

    /// <summary>Their size.</summary>
    public long Bytes { get; init; }

    public long Deferred { get; init; }

    public long Ignored { get; init; }

    public long Reserved { get; init; }

    public long Unaddressable { get; init; }

    public long Special { get; init; }

    public long Unreadable { get; init; }

    /// <param name="files">Files that are ready, and their size.</param>
    /// <param name="scans">They saw the others.</param>
    public static FoundFiles Of(long files, long bytes, IReadOnlyCollection<ScanCompleted> scans) => new()
    {
        Files = files,
        Bytes = bytes,
        Deferred = scans.Sum(scan => scan.Deferred),
        Ignored = scans.Sum(scan => scan.Ignored),
        Reserved = scans.Sum(scan => scan.Reserved),
        Unaddressable = scans.Sum(scan => scan.Unaddressable),
        Special = scans.Sum(scan => scan.Special),
        Unreadable = scans.Sum(scan => scan.Unreadable),
    };
}

internal sealed record ShippedFiles
{
    public long Uploaded { get; init; }

    /// <summary>S3 held the same bytes already; in a dry run, an object of the same size stands under the key.</summary>
    public long Present { get; init; }

    /// <summary>Only in a dry run: an object of another size stands under the key, and <c>Sync__OnConflict</c> decides.</summary>
    public long Conflicts { get; init; }

    /// <summary>Not on the volume any more when they were to be uploaded.</summary>
    public long Missing { get; init; }

    public long BytesUploaded { get; init; }

    public long BytesPresent { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ShipReport))]
internal sealed partial class ShipJson : JsonSerializerContext;
