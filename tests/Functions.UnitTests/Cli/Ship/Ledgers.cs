using Longshore.Cli.Ship;
using Longshore.Core.Clean;
using Longshore.Core.Receipts;
using Longshore.Core.Scan;

namespace Longshore.UnitTests.Cli.Ship;

/// <summary>Tells a ledger of files by their names; each has one byte.</summary>
internal static class Ledgers
{
    public static void Emit(this ShipLedger ledger, params string[] paths) => ledger.Found(Batch(paths));

    public static void Sync(this ShipLedger ledger, params (string Path, FileOutcome Outcome, string? Reason)[] entries) =>
        ledger.Synced(Receipts.Of(entries));

    /// <summary>Tells of outcomes before there is a receipt.</summary>
    public static void End(this ShipLedger ledger, params (string Path, FileOutcome Outcome, string? Reason)[] entries)
    {
        foreach (var entry in Receipts.Of(entries).Files)
            ledger.Ended(entry);
    }

    public static void Clean(this ShipLedger ledger, params (string Path, DeleteVerdict Verdict, string Reason)[] files) =>
        ledger.Cleaned(files.Select(file => Cleaned(file.Path, file.Verdict, file.Reason)), dryRun: false);

    /// <param name="next">Where another scan goes on; null if this one reached the end.</param>
    /// <param name="problem">Why its record could not be written.</param>
    /// <param name="isRecorded">False without a problem if the run was stopped first.</param>
    public static void Scan(
        this ShipLedger ledger, ScanCompleted result, string? next = null, string? problem = null, bool isRecorded = true)
    {
        var walked = new ScanRecord
        {
            Schema = ScanRecord.CurrentSchema,
            StartedAt = default,
            FinishedAt = default,
            Event = "1",
            Request = new(),
            Result = result,
            Next = next,
        };
        ledger.Scanned(walked, isRecorded && problem is null, problem);
    }

    public static BatchFile[] Batch(params string[] paths) => [.. paths.Select(path => new BatchFile { Path = path, Size = 1 })];

    public static CleanedFile Cleaned(string path, DeleteVerdict verdict, string reason) =>
        new(new ReceiptEntry { Path = path, Outcome = FileOutcome.Uploaded, Size = 1 }, verdict, reason);
}
