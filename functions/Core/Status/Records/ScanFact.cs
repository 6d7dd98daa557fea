namespace Longshore.Core.Status.Records;

internal sealed record ScanFact(string Key, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, string? Prefix, string? After,
    string? Next, ScanCompleted Result, string Event = "", int Tries = 1, string? VolumeName = null)
{
    public bool DryRun => Result.DryRun;

    public long Seen => Result.Files + Result.Deferred + Result.Ignored + Result.Reserved + Result.Unaddressable + Result.Special
        + Result.Unreadable;

    /// <summary>The volume's size; null if none is recorded, or a size that no volume has. EFS reports 8 EiB.</summary>
    public long? BytesTotal =>
        Result is { BytesFree: >= 0, BytesUsed: >= 0 } && Result.BytesFree + Result.BytesUsed is > 0 and < 1L << 60
        ? Result.BytesFree + Result.BytesUsed
        : null;

    /// <summary>The problem of a record; null if there is none.</summary>
    public static string? Problem(ScanRecord? record)
    {
        if (record is null || record.Schema != ScanRecord.CurrentSchema)
            return $"it has the schema '{record?.Schema}', and this version reads '{ScanRecord.CurrentSchema}'";
        if (record.Result is not { } result || record.Request is null)
            return "it has no request or no result";
        long[] counts =
        [
            result.Files, result.Deferred, result.Ignored, result.Reserved, result.Unaddressable, result.Special,
            result.Unreadable, result.Batches, result.FailedBatches,
        ];
        return counts.Any(count => count is < 0 or > 1L << 40) || result.Bytes < 0
            ? "one of its counts is below zero or larger than any volume" : null;
    }

    public static ScanFact Of(string key, ScanRecord record) => new(
        key, record.StartedAt, record.FinishedAt, record.Request.Prefix, record.Request.After is "" ? null : record.Request.After,
        record.Next is "" ? null : record.Next,
        record.Result, record.Event ?? "", record.Tries ?? 1, record.VolumeName);
}
