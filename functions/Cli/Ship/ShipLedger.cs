using Longshore.Core.Clean;
using Longshore.Core.Receipts;

namespace Longshore.Cli.Ship;

/// <summary>
/// Keeps account of a run: each file has one state, its latest, whatever is told of it and however often. Nothing is added up, so
/// that a batch that dies and is shipped later, and a scan that is tried again, count every file once. One scan runs at a time;
/// of batches and files it may be told from many threads at once.
/// </summary>
internal sealed class ShipLedger
{
    private readonly Lock _lock = new();
    private readonly ShipFiles _files = new();
    private readonly List<ScanCompleted> _scans = [];
    private bool _isCut;
    private bool _isScanDead;

    /// <summary>What could not be done.</summary>
    public ShipProblems Problems { get; } = new();

    /// <summary>Files that have an outcome by a receipt, those of them that were deleted, and the bytes that S3 holds.</summary>
    public (long Files, long Deleted, long Bytes) Settled
    {
        get
        {
            lock (_lock)
            {
                var held = _files.Held(isUploaded: true) + _files.Held(isUploaded: false);
                var others = _files.Of(ShipState.Missing) + _files.Of(ShipState.Deferred) + _files.Of(ShipState.Failed);
                return (held.Files + others.Files, _files.Of(ShipState.Deleted).Files, held.Bytes);
            }
        }
    }

    /// <summary>A scan has ended.</summary>
    /// <param name="walked">Its last walk; null if none reached its end.</param>
    /// <param name="isRecorded">Whether the record of the walk is written.</param>
    /// <param name="problem">Why it is not; null if the run was stopped first.</param>
    public void Scanned(ScanRecord? walked, bool isRecorded, string? problem)
    {
        if (walked is not null)
            _scans.Add(walked.Result);
        if (isRecorded)
            return;
        var isWhole = walked is { Next: null };
        _isCut |= !isWhole;
        _isScanDead |= problem is not null;
        if (problem is not null)
            Problems.Add(isWhole
                ? $"The record of the scan could not be written, so that the status does not tell of this run: {problem}"
                : $"The directory was not scanned to the end: {problem}");
    }

    /// <summary>
    /// Whether another scan is worth its while: the last one ended well, and files are left whose batch or cleanup could not be
    /// handled.
    /// </summary>
    /// <returns>If so, the scan that follows tells what the directory holds, and not this one.</returns>
    public bool TryAgain(bool deletes)
    {
        var left = _files.Of(ShipState.NotHandled).Files + (deletes ? _files.Of(ShipState.Shipped).Files : 0);
        if (_isCut || _isScanDead || left == 0)
            return false;
        _scans.Clear();
        Problems.TryAgain();
        return true;
    }

    /// <summary>
    /// A scan has found a batch. A file that is found again has no outcome until its batch has one, unless S3 holds it by then.
    /// </summary>
    public void Found(IEnumerable<BatchFile> batch)
    {
        foreach (var file in batch)
            Change(file.Path, before => before.State is ShipState.Shipped or ShipState.Kept
                ? before
                : new(ShipState.Waiting, false, "", file.Size ?? 0));
    }

    /// <summary>A batch has a receipt: new, or one that was found to hold still.</summary>
    /// <param name="isEarlier">An earlier run wrote it: what that run uploaded, this one found present.</param>
    public void Synced(Receipt receipt, bool isEarlier = false)
    {
        foreach (var entry in receipt.Files)
            Change(entry.Path, before => Shipped(before, entry, isEarlier));
    }

    /// <summary>A batch was cleaned up. Files that the cleanup did not come to are still to be looked at.</summary>
    public void Cleaned(IEnumerable<CleanedFile> files, bool dryRun)
    {
        foreach (var file in files.Where(file => file is not { Verdict: DeleteVerdict.Keep, Reason: Reasons.NotStarted }))
            Change(file.Entry.Path, before => Cleaned(before, file, dryRun));
    }

    /// <summary>A batch could not be shipped for good. Files that S3 holds are not of its batch any more.</summary>
    public void BatchDied(IEnumerable<BatchFile> batch, string problem)
    {
        foreach (var file in batch)
            Change(file.Path, before => before.State >= ShipState.Missing
                ? before
                : new(ShipState.NotHandled, false, problem, file.Size ?? 0));
    }

    /// <summary>Fills in what is known; the rest stays as it is.</summary>
    /// <param name="report">Says whether anything was to be deleted.</param>
    /// <param name="stopped">Whether the run was stopped: only then may something be without an outcome.</param>
    public ShipReport Close(ShipReport report, bool stopped)
    {
        lock (_lock)
        {
            var closed = ShipAccount.Close(report, _files, _scans) with
            {
                ScanCut = _isCut,
                Problems = [.. Problems.Sentences(_files)],
            };
            return closed with { Imbalances = [.. ShipAccount.Imbalances(closed, stopped)] };
        }
    }

    private void Change(string path, Func<ShipFile, ShipFile> next)
    {
        lock (_lock)
            _files.Change(path, next);
    }

    private static ShipFile Shipped(ShipFile before, ReceiptEntry entry, bool isEarlier)
    {
        if (before.State is ShipState.Deleted or ShipState.Gone)
            return before;
        var size = entry.Size ?? before.Size;
        return entry.Outcome switch
        {
            FileOutcome.Uploaded => new(ShipState.Shipped, !isEarlier || before.IsUploaded, "", size),
            FileOutcome.Present => new(ShipState.Shipped, before.IsUploaded, "", size),
            FileOutcome.Deferred => new(ShipState.Deferred, false, entry.Reason ?? "unknown", size),
            FileOutcome.Failed => new(ShipState.Failed, false, entry.Reason ?? "unknown", size),
            FileOutcome.Missing when before.State is ShipState.Shipped or ShipState.Kept =>
                before with { State = ShipState.Gone, Reason = "" },
            FileOutcome.Missing => new(ShipState.Missing, false, "", size),
            _ when before.State == ShipState.Unknown => new(ShipState.Waiting, false, "", size),
            _ => before,
        };
    }

    private static ShipFile Cleaned(ShipFile before, CleanedFile file, bool dryRun)
    {
        if (before.State is ShipState.Deleted or ShipState.Gone)
            return before;
        var (state, reason) = file.Verdict switch
        {
            DeleteVerdict.Delete when dryRun => (ShipState.Kept, ShipDecision.ByDryRun),
            DeleteVerdict.Delete => (ShipState.Deleted, ""),
            DeleteVerdict.Gone => (ShipState.Gone, ""),
            _ => (ShipState.Kept, file.Reason),
        };
        return new(state, before.IsUploaded, reason, file.Entry.Size ?? before.Size);
    }
}
