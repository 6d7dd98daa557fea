using Longshore.Core.Receipts;
using Longshore.Core.Scan;
using Longshore.Core.Status.Records;
using Longshore.UnitTests.Cli.Ship;

namespace Longshore.UnitTests.Core.Status;

/// <summary>Records as short as a test can say them. Moments are hours after <see cref="Start"/>.</summary>
internal static class Facts
{
    public static readonly DateTimeOffset Start = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    public const string Volume = "default/data";

    public static DateTimeOffset At(double hours) => Start.AddHours(hours);

    public static ScanFact Scan(double hour, long files = 0, ScanCompleted? result = null, string? prefix = null,
        string? after = null, string? next = null) =>
        new($"scans/{hour}", At(hour), At(hour + 0.01), prefix, after, next, (result ?? new ScanCompleted()) with
        {
            Files = files,
            Bytes = (result?.Bytes ?? 0) is > 0 and var bytes ? bytes : files * 100,
        }, VolumeName: Volume);

    public static ReceiptFact Receipt(double hour, string batch, int attempt, params ReceiptEntry[] files)
    {
        var receipt = new Receipt
        {
            Schema = Longshore.Core.Receipts.Receipt.CurrentSchema,
            Batch = batch,
            Attempt = attempt,
            VolumeName = Volume,
            Destination = new Destination("bucket", "", "{path}"),
            StartedAt = At(hour),
            FinishedAt = At(hour + 0.01),
            Counts = ReceiptCounts.Of(files),
            Files = files,
        };
        return ReceiptFact.Of($"receipts/{batch}/{attempt}.json", receipt, null);
    }

    public static ReceiptEntry File(string path, FileOutcome outcome, string? reason = null, long size = 100) => new()
    {
        Path = path,
        Outcome = outcome,
        Reason = reason,
        Size = size,
    };

    public static CleanupFact Cleanup(
        double hour, ReceiptFact receipt, int deleted, int gone = 0, params (string Path, string Reason)[] kept) => new(
        Key: $"cleanups/{receipt.Batch}/{hour}.json",
        VolumeName: receipt.VolumeName,
        Batch: receipt.Batch,
        Receipt: receipt.Key,
        StartedAt: At(hour),
        FinishedAt: At(hour + 0.01),
        DryRun: false,
        Interrupted: false,
        Deleted: deleted,
        BytesFreed: deleted * 100,
        Gone: gone,
        Kept: kept.Length,
        Open: [.. kept.Select(file => new OpenFile(file.Path, LeftFile.Kept, file.Reason, At(hour + 0.01), "c"))],
        OpenUnnamed: 0);
}
