namespace Longshore.Core.Status.Report;

/// <summary>The status in <c>/status.json</c> and <c>--json</c>: bytes, seconds, UTC, and the price list's currency.</summary>
/// <param name="Since">The beginning of the window.</param>
/// <param name="State"><c>well</c>, <c>attention</c> or <c>empty</c>: nothing was recorded since <see cref="Since"/>.</param>
/// <param name="Attention">A sentence for each fact that needs a person's attention.</param>
/// <param name="Backlog">The backlog of the volume that is full first, or was scanned last.</param>
/// <param name="Forecast">The forecast of the same volume.</param>
/// <param name="Volumes">All volumes by name.</param>
/// <param name="Runs">Newest first, like batches and cleanups.</param>
/// <param name="Begun">Cleanups that have begun and have no outcome.</param>
/// <param name="Folders">How much of each folder was read.</param>
public sealed record StatusReport(
    string Schema, DateTimeOffset At, string Bucket, string StatePrefix, DateTimeOffset Since, string State,
    string[] Attention, Backlog Backlog, Forecast Forecast, VolumeReport[] Volumes, Throughput Throughput, RunReport[] Runs,
    BatchReport[] Batches, CleanupReport[] Cleanups, BegunReport Begun, OpenFiles Files, DeadLetterReport DeadLetters,
    MonthCost Cost, DamagedReport Damaged, FolderCount[] Folders);

/// <summary>Files that wait on the volume, by the last scan and the later records.</summary>
/// <param name="Interval">Median time from run to run; absent below three runs.</param>
/// <param name="Files">Known files: deferred, without a receipt, remaining, failed, kept.</param>
/// <param name="OldestAge">Age of the oldest file at the last scan, in seconds.</param>
public sealed record Backlog(DateTimeOffset? LastScan, double? Interval, long Files, double? OldestAge);

/// <param name="Cleanups">The newest of them, newest first.</param>
public sealed record BegunReport(long Count, BegunFact[] Cleanups);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(StatusReport))]
public sealed partial class StatusJson : JsonSerializerContext;
