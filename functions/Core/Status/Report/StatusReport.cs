namespace Longshore.Core.Status.Report;

/// <summary>
/// What a status says, as <c>/status.json</c> and <c>--json</c> write it. Bytes, seconds, UTC, and the price list's currency.
/// </summary>
public sealed record StatusReport
{
    public const string CurrentSchema = "longshore.status/1";

    public required string Schema { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Bucket { get; init; }

    public required string StatePrefix { get; init; }

    /// <summary>The beginning of what was looked at.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary><c>well</c>, <c>attention</c> or <c>empty</c>: nothing was recorded since <see cref="Since"/>.</summary>
    public required string State { get; init; }

    /// <summary>What needs somebody's attention, a sentence each.</summary>
    public required string[] Attention { get; init; }

    /// <summary>Of the volume that is full first, or was scanned last; <see cref="Volumes"/> has it of each.</summary>
    public required Backlog Backlog { get; init; }

    /// <summary>Of the same volume.</summary>
    public required Forecast Forecast { get; init; }

    /// <summary>By name.</summary>
    public required VolumeReport[] Volumes { get; init; }

    public required Throughput Throughput { get; init; }

    /// <summary>Newest first, as the two below.</summary>
    public required RunReport[] Runs { get; init; }

    public required BatchReport[] Batches { get; init; }

    public required CleanupReport[] Cleanups { get; init; }

    /// <summary>Cleanups that have begun and have no outcome.</summary>
    public required BegunReport Begun { get; init; }

    public required OpenFiles Files { get; init; }

    public required DeadLetterReport DeadLetters { get; init; }

    public required MonthCost Cost { get; init; }

    public required DamagedReport Damaged { get; init; }

    /// <summary>How much was looked at.</summary>
    public required FolderCount[] Folders { get; init; }
}

/// <summary>What waits on the volume, as the last scan and what came after it say.</summary>
public sealed record Backlog
{
    public DateTimeOffset? LastScan { get; init; }

    /// <summary>Median time from run to run; absent below three runs.</summary>
    public double? Interval { get; init; }

    /// <summary>Files that are known to lie there: deferred, without a receipt, remaining, failed, kept.</summary>
    public long Files { get; init; }

    /// <summary>Age of the oldest file at the last scan, seconds.</summary>
    public double? OldestAge { get; init; }
}

/// <param name="Count">All; <paramref name="Cleanups"/> holds the newest, newest first.</param>
public sealed record BegunReport(long Count, BegunFact[] Cleanups);

public sealed record DeadLetterReport(long Events, long Waiting, DeadLetterRow[] Letters);

/// <param name="State"><c>waiting</c>, <c>replayed</c>, <c>exhausted</c> or <c>unreadable</c>.</param>
/// <param name="Replay">The command that sends it back; absent where none would.</param>
public sealed record DeadLetterRow(
    string Key, string State, DateTimeOffset? DiedAt, int Deaths, string? Type, string? Source, string? Id, string? Code,
    string? Reason, string? Replay);

/// <param name="Count">All; <paramref name="Objects"/> names the first of them.</param>
public sealed record DamagedReport(long Count, DamagedObject[] Objects);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(StatusReport))]
public sealed partial class StatusJson : JsonSerializerContext;
