namespace Longshore.Core.Status.Report;

/// <summary>
/// One run: a scan with its continuations, and the batches and cleanups that began before the next run. The counts balance:
/// <c>Seen = Batched + Deferred + Ignored + Reserved + Unaddressable + Special + Unreadable</c>, and if all is done <c>Batched +
/// Posted = Uploaded + Present + DeferredBySync + Missing + Failed</c> and <c>Uploaded + Present = Deleted + Kept + Gone</c>.
/// </summary>
/// <param name="Volume"><c>Volume__Name</c>; absent in records of old.</param>
/// <param name="FinishedAt">When its last record was finished.</param>
/// <param name="Batches">Batches that have a receipt.</param>
/// <param name="WithoutReceipt">Files of the scan's batches that no receipt tells of.</param>
/// <param name="Posted">Files beyond the scan's batches: of batches that a writer posted itself.</param>
/// <param name="NotCleaned">Shipped files of which no cleanup tells.</param>
/// <param name="Partial">Not all of its receipts were read, so that nothing is said of what they lack.</param>
/// <param name="Problems">What its counts lack.</param>
/// <param name="Remarks">What leaves its counts even and is worth a word.</param>
public sealed record RunReport(
    string? Volume, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, int Scans, string? Prefix, bool DryRun, long Seen,
    long Batched, long Deferred, long Ignored, long Reserved, long Unaddressable, long Special, long Unreadable, int Batches,
    long Uploaded, long Present, long DeferredBySync, long Missing, long Failed, long BytesUploaded, long Deleted, long Kept,
    long Gone, long BytesFreed, long WithoutReceipt, long Posted, long NotCleaned, bool Partial, string[] Problems,
    string[] Remarks)
{
    public bool Balances => Problems.Length == 0;
}

/// <summary>One attempt at a batch: <c>Planned = Uploaded + Present + Deferred + Missing + Failed + Remaining</c>.</summary>
/// <param name="Problem">Why it is not trusted; its counts are in no sum then.</param>
public sealed record BatchReport(
    DateTimeOffset StartedAt, double Seconds, string Batch, int Attempt, int Planned, int Uploaded, int Present, int Deferred,
    int Missing, int Failed, int Remaining, long BytesUploaded, string? Problem, string? Volume = null);

/// <summary>One cleanup: <c>Shipped = Deleted + Kept + Gone</c>.</summary>
/// <param name="Shipped">By the receipt that it followed; absent if that was not read.</param>
public sealed record CleanupReport(
    DateTimeOffset StartedAt, double Seconds, string Batch, int? Shipped, int Deleted, int Kept, int Gone, long BytesFreed,
    bool DryRun, string? Problem, bool Interrupted, string? Volume = null);
