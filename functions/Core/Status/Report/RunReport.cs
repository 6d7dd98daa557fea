namespace Longshore.Core.Status.Report;

/// <summary>
/// One run: a scan with its continuations, and the batches and cleanups that began before the next run. The counts balance:
/// <c>Seen = Batched + Deferred + Ignored + Reserved + Unaddressable + Special + Unreadable</c>, and if all is done <c>Batched +
/// Posted = Uploaded + Present + DeferredBySync + Missing + Failed</c> and <c>Uploaded + Present = Deleted + Kept + Gone</c>.
/// </summary>
/// <param name="Volume"><c>Volume__Name</c>; absent in old records.</param>
/// <param name="FinishedAt">When its last record was finished.</param>
/// <param name="Batches">Batches that have a receipt.</param>
/// <param name="WithoutReceipt">Files of the scan's batches that are in no receipt.</param>
/// <param name="Posted">Files of batches that a writer posted itself.</param>
/// <param name="NotCleaned">Shipped files that are in no cleanup's record.</param>
/// <param name="Partial">Not all of its receipts were read, so missing ones are no problem.</param>
/// <param name="Problems">Counts that do not balance, and other problems.</param>
/// <param name="Remarks">Facts that a person should know although the counts balance.</param>
public sealed record RunReport(
    string? Volume, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, int Scans, string? Prefix, bool DryRun, long Seen,
    long Batched, long Deferred, long Ignored, long Reserved, long Unaddressable, long Special, long Unreadable, int Batches,
    long Uploaded, long Present, long DeferredBySync, long Missing, long Failed, long BytesUploaded, long Deleted, long Kept,
    long Gone, long BytesFreed, long WithoutReceipt, long Posted, long NotCleaned, bool Partial, string[] Problems,
    string[] Remarks)
{
    public bool Balances => Problems.Length == 0;

    /// <summary>Keys of its scans, receipts and cleanups.</summary>
    internal IReadOnlyList<string> Records { get; init; } = [];
}

/// <summary>One attempt at a batch: <c>Planned = Uploaded + Present + Deferred + Missing + Failed + Remaining</c>.</summary>
/// <param name="Problem">The reason why it is not trusted; no sum contains its counts then.</param>
/// <param name="Run">When its run began; absent if no run is known.</param>
public sealed record BatchReport(
    DateTimeOffset StartedAt, double Seconds, string Batch, int Attempt, int Planned, int Uploaded, int Present, int Deferred,
    int Missing, int Failed, int Remaining, long BytesUploaded, string? Problem, string? Volume = null,
    DateTimeOffset? Run = null);

/// <summary>One cleanup: <c>Shipped = Deleted + Kept + Gone</c>.</summary>
/// <param name="Shipped">Shipped files of its receipt; absent if the receipt was not read.</param>
/// <param name="Run">When its run began; absent if no run is known.</param>
public sealed record CleanupReport(
    DateTimeOffset StartedAt, double Seconds, string Batch, int? Shipped, int Deleted, int Kept, int Gone, long BytesFreed,
    bool DryRun, string? Problem, bool Interrupted, string? Volume = null, DateTimeOffset? Run = null);
