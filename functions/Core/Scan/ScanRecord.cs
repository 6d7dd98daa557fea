namespace Longshore.Core.Scan;

/// <summary>The lasting account of one scan, kept as <c>scans/{yyyy}/{MM}/{dd}/{HHmmss}-{hash}.json</c>.</summary>
public sealed record ScanRecord
{
    public const string CurrentSchema = "longshore.scan/1";

    public required string Schema { get; init; }

    /// <summary><c>Volume:Name</c>; absent in records of old.</summary>
    public string? VolumeName { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>Id of the event that asked for the scan.</summary>
    public required string Event { get; init; }

    /// <summary>
    /// Which try it was that walked; absent for the first. Earlier tries may have shipped files that this one does not tell of.
    /// </summary>
    public int? Tries { get; init; }

    public required ScanRequested Request { get; init; }

    public required ScanCompleted Result { get; init; }

    /// <summary>
    /// The volume as it was found, ignored files included but not what lies in folders that are left out whole; only where the
    /// scan saw all of it.
    /// </summary>
    public WholeVolume? Whole { get; init; }

    /// <summary>Where the scan goes on if it was cut; absent if it reached the end.</summary>
    public string? Next { get; init; }
}

/// <summary>Regular files, and their content together.</summary>
public sealed record WholeVolume(long Files, long Bytes);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ScanRecord))]
[JsonSerializable(typeof(BatchFile))]
[JsonSerializable(typeof(LeftFile))]
internal sealed partial class ScanJson : JsonSerializerContext;
