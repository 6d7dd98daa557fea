namespace Longshore.Core.Status.Report;

/// <summary>
/// What a status says, as <c>/status.json</c> and <c>--json</c> write it. Bytes, seconds, UTC, and the price list's currency.
/// </summary>
/// <param name="Since">The beginning of what was looked at.</param>
/// <param name="State"><c>well</c>, <c>attention</c> or <c>empty</c>: nothing was recorded since <see cref="Since"/>.</param>
/// <param name="Attention">What needs somebody's attention, a sentence each.</param>
/// <param name="Backlog">Of the volume that is full first, or was scanned last; <see cref="Volumes"/> has it of each.</param>
/// <param name="Forecast">Of the same volume.</param>
/// <param name="Volumes">By name.</param>
/// <param name="Runs">Newest first, as the two below.</param>
/// <param name="Begun">Cleanups that have begun and have no outcome.</param>
/// <param name="Folders">How much was looked at.</param>
public sealed record StatusReport(
    string Schema, DateTimeOffset At, string Bucket, string StatePrefix, DateTimeOffset Since, string State,
    string[] Attention, Backlog Backlog, Forecast Forecast, VolumeReport[] Volumes, Throughput Throughput, RunReport[] Runs,
    BatchReport[] Batches, CleanupReport[] Cleanups, BegunReport Begun, OpenFiles Files, DeadLetterReport DeadLetters,
    MonthCost Cost, DamagedReport Damaged, FolderCount[] Folders)
{
    public const string CurrentSchema = "longshore.status/1";
}

/// <summary>Files that wait on the volume, by the last scan and the later records.</summary>
/// <param name="Interval">Median time from run to run; absent below three runs.</param>
/// <param name="Files">Files that are known to lie there: deferred, without a receipt, remaining, failed, kept.</param>
/// <param name="OldestAge">Age of the oldest file at the last scan, in seconds.</param>
public sealed record Backlog(DateTimeOffset? LastScan, double? Interval, long Files, double? OldestAge);

/// <param name="Count">All; <paramref name="Cleanups"/> holds the newest, newest first.</param>
public sealed record BegunReport(long Count, BegunFact[] Cleanups);

public sealed record DeadLetterReport(long Events, long Waiting, DeadLetterRow[] Letters);

/// <param name="State"><c>waiting</c>, <c>replayed</c>, <c>exhausted</c> or <c>unreadable</c>.</param>
/// <param name="Replay">The command that sends it back; absent where no command would.</param>
public sealed record DeadLetterRow(
    string Key, string State, DateTimeOffset? DiedAt, int Deaths, string? Type, string? Source, string? Id, string? Code,
    string? Reason, string? Replay);

/// <param name="Count">All; <paramref name="Objects"/> names the first of them.</param>
public sealed record DamagedReport(long Count, DamagedObject[] Objects);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(StatusReport))]
public sealed partial class StatusJson : JsonSerializerContext;
