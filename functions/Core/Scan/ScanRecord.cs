namespace Longshore.Core.Scan;

/// <summary>The record of one scan, kept as <c>scans/{yyyy}/{MM}/{dd}/{HHmmss}-{hash}.json</c>.</summary>
public sealed record ScanRecord
{
    public const string CurrentSchema = "longshore.scan/1";

    public required string Schema { get; init; }

    /// <summary><c>Volume:Name</c>; absent in records of the first versions.</summary>
    public string? VolumeName { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>Id of the event that requested the scan.</summary>
    public required string Event { get; init; }

    /// <summary>
    /// The number of the try that walked; absent for the first. Earlier tries may have shipped files that are not in this record.
    /// </summary>
    public int? Tries { get; init; }
    public required ScanRequested Request { get; init; }
    public required ScanCompleted Result { get; init; }

    /// <summary>
    /// All files of the volume, ignored ones included, except files in folders that were skipped whole. Absent unless the scan
    /// saw the whole volume.
    /// </summary>
    public WholeVolume? Whole { get; init; }

    /// <summary>Where a scan that was cut goes on; absent if it reached the end.</summary>
    public string? Next { get; init; }
}

/// <summary>Regular files and their bytes.</summary>
public sealed record WholeVolume(long Files, long Bytes);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ScanRecord))]
[JsonSerializable(typeof(BatchFile))]
[JsonSerializable(typeof(BatchList))]
[JsonSerializable(typeof(LeftFile))]
internal sealed partial class ScanJson : JsonSerializerContext;
