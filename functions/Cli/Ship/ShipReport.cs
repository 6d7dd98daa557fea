using System.Collections.ObjectModel;
using System.Text.Json.Serialization;

namespace Longshore.Cli.Ship;

/// <summary>
/// The outcome of one run, as <c>--json</c> prints it. <c>found.files = shipped.uploaded + shipped.present + shipped.missing +
/// deferredLater + failed + notHandled + notShipped</c>, and without <c>keep</c> <c>shipped.uploaded + shipped.present = deleted
/// + gone + kept + notDeleted + notRecorded</c>.
/// </summary>
internal sealed record ShipReport
{
    public string Schema { get; } = "longshore.ship/1";
    public ShipVerdict Outcome { get; init; }
    public int ExitCode { get; init; }
    public required string Directory { get; init; }

    /// <summary>The store's address without a user; null is AWS.</summary>
    public string? Endpoint { get; init; }
    public required string Bucket { get; init; }
    public required string Prefix { get; init; }
    public bool DryRun { get; init; }

    /// <summary>The run was to delete nothing.</summary>
    public bool Keep { get; init; }

    /// <summary>False if the run was stopped before its first upload could begin: then the counts mean nothing.</summary>
    public bool Looked { get; init; } = true;
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset FinishedAt { get; init; }
    public FoundFiles Found { get; init; } = new();
    public ShippedFiles Shipped { get; init; } = new();

    /// <summary>Files that were not ready at the scan or at the upload, by reason.</summary>
    public IReadOnlyDictionary<string, long> Deferred { get; init; } = ReadOnlyDictionary<string, long>.Empty;

    /// <summary>Those of them that were ready at the scan and not at the upload.</summary>
    public long DeferredLater { get; init; }
    public long Failed { get; init; }

    /// <summary>Failed files by reason.</summary>
    public IReadOnlyDictionary<string, long> FailedFor { get; init; } = ReadOnlyDictionary<string, long>.Empty;
    public long Deleted { get; init; }
    public long BytesFreed { get; init; }

    /// <summary>Only in a dry run: files that a run would delete. Then <see cref="Deleted"/> is 0.</summary>
    public long WouldDelete { get; init; }
    public long WouldFree { get; init; }

    /// <summary>Shipped files that had left the volume before their deletion.</summary>
    public long Gone { get; init; }

    /// <summary>Shipped files that were not deleted, by reason.</summary>
    public IReadOnlyDictionary<string, long> Kept { get; init; } = ReadOnlyDictionary<string, long>.Empty;

    /// <summary>Files of batches that failed after all retries.</summary>
    public long NotHandled { get; init; }

    /// <summary>A sentence for each problem of the run.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Files that S3 holds and no receipt names. The next run checks them again.</summary>
    public long NotRecorded { get; init; }

    /// <summary>Files that were ready and have no outcome: the run was stopped first.</summary>
    public long NotShipped { get; init; }

    /// <summary>Shipped files that no cleanup has looked at: the run was stopped first.</summary>
    public long NotDeleted { get; init; }

    /// <summary>The scan did not reach the end of the directory.</summary>
    public bool ScanCut { get; init; }

    /// <summary>
    /// Files that are not shipped or not deleted, up to 1,000 of an outcome. Files that need action come first. Receipts,
    /// cleanups and the log name all files.
    /// </summary>
    public IReadOnlyList<LeftFile> Left { get; init; } = [];

    /// <summary>How many there are, with and without a name in <see cref="Left"/>.</summary>
    public long LeftCount { get; init; }

    /// <summary>A sentence for each count that does not add up; empty unless Longshore has a defect.</summary>
    public IReadOnlyList<string> Imbalances { get; init; } = [];

    [JsonIgnore]
    public TimeSpan Duration => FinishedAt - StartedAt;

    public double Seconds => Math.Round(Duration.TotalSeconds, 3);
}

/// <summary>
/// The files that the scan saw: <c>seen = files + deferred + ignored + reserved + unaddressable + special + unreadable</c>; see
/// <see cref="ScanCompleted"/>.
/// </summary>
/// <param name="Files">Files that are ready to ship.</param>
/// <param name="Bytes">Their size.</param>
internal sealed record FoundFiles(
    long Files = 0, long Bytes = 0, long Deferred = 0, long Ignored = 0, long Reserved = 0, long Unaddressable = 0,
    long Special = 0, long Unreadable = 0)
{
    /// <param name="scans">They counted the files that are not ready.</param>
    public static FoundFiles Of(long files, long bytes, IReadOnlyCollection<ScanCompleted> scans) => new(
        files,
        bytes,
        Deferred: scans.Sum(scan => scan.Deferred),
        Ignored: scans.Sum(scan => scan.Ignored),
        Reserved: scans.Sum(scan => scan.Reserved),
        Unaddressable: scans.Sum(scan => scan.Unaddressable),
        Special: scans.Sum(scan => scan.Special),
        Unreadable: scans.Sum(scan => scan.Unreadable));
}

/// <param name="Uploaded">In a dry run: files that a run would upload.</param>
/// <param name="Present">S3 held the same bytes already. In a dry run: the key has an object of the same size.</param>
/// <param name="Conflicts">
/// Files whose key holds other bytes: they are shipped beside it, under a name that ends in their checksum. In a dry run: the key
/// has an object of another size, and <c>Sync__OnConflict</c> decides.
/// </param>
/// <param name="Missing">Files that had left the volume before their upload.</param>
internal sealed record ShippedFiles(
    long Uploaded = 0, long Present = 0, long Conflicts = 0, long Missing = 0, long BytesUploaded = 0, long BytesPresent = 0);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ShipReport))]
internal sealed partial class ShipJson : JsonSerializerContext;
