namespace Longshore.Core.Status.Report;

/// <summary>
/// One run: a scan with those that went on where it was cut, and the batches and cleanups that began before the next run. The
/// counts balance: <c>Seen = Batched + Deferred + Ignored + Reserved + Unaddressable + Special + Unreadable</c>, and if all is
/// done <c>Batched + Posted = Uploaded + Present + DeferredBySync + Missing + Failed</c> and <c>Uploaded + Present = Deleted +
/// Kept + Gone</c>.
/// </summary>
public sealed record RunReport
{
    /// <summary><c>Volume__Name</c>; absent in records of old.</summary>
    public string? Volume { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When its last record was finished.</summary>
    public required DateTimeOffset FinishedAt { get; init; }

    public required int Scans { get; init; }

    public string? Prefix { get; init; }

    public bool DryRun { get; init; }

    public required long Seen { get; init; }

    public required long Batched { get; init; }

    public required long Deferred { get; init; }

    public required long Ignored { get; init; }

    public required long Reserved { get; init; }

    public required long Unaddressable { get; init; }

    public required long Special { get; init; }

    public required long Unreadable { get; init; }

    /// <summary>Batches that have a receipt.</summary>
    public required int Batches { get; init; }

    public required long Uploaded { get; init; }

    public required long Present { get; init; }

    public required long DeferredBySync { get; init; }

    public required long Missing { get; init; }

    public required long Failed { get; init; }

    public required long BytesUploaded { get; init; }

    public required long Deleted { get; init; }

    public required long Kept { get; init; }

    public required long Gone { get; init; }

    public required long BytesFreed { get; init; }

    /// <summary>Files of the scan's batches that no receipt tells of.</summary>
    public required long WithoutReceipt { get; init; }

    /// <summary>Files beyond the scan's batches: of batches that a writer posted itself.</summary>
    public required long Posted { get; init; }

    /// <summary>Shipped files of which no cleanup tells.</summary>
    public required long NotCleaned { get; init; }

    /// <summary>Not all of its receipts were read, so that nothing is said of what they lack.</summary>
    public bool Partial { get; init; }

    /// <summary>What its counts lack.</summary>
    public required string[] Problems { get; init; }

    /// <summary>What leaves its counts even and is worth a word.</summary>
    public required string[] Remarks { get; init; }

    public bool Balances => Problems.Length == 0;
}

/// <summary>One attempt at a batch: <c>Planned = Uploaded + Present + Deferred + Missing + Failed + Remaining</c>.</summary>
/// <param name="Problem">Why it is not believed; its counts are in no sum then.</param>
public sealed record BatchReport(
    DateTimeOffset StartedAt, double Seconds, string Batch, int Attempt, int Planned, int Uploaded, int Present, int Deferred,
    int Missing, int Failed,
    int Remaining, long BytesUploaded, string? Problem, string? Volume = null);

/// <summary>One cleanup: <c>Shipped = Deleted + Kept + Gone</c>.</summary>
/// <param name="Shipped">Of the receipt that it followed; absent if that was not read.</param>
public sealed record CleanupReport(
    DateTimeOffset StartedAt, double Seconds, string Batch, int? Shipped, int Deleted, int Kept, int Gone, long BytesFreed,
    bool DryRun, string? Problem, bool Interrupted, string? Volume = null);
