using Longshore.Core.Clean;
using Longshore.Core.Receipts;

namespace Longshore.Cli.Ship;

/// <param name="Files">Files with an outcome of their own.</param>
/// <param name="Bytes">Bytes of the files that S3 holds.</param>
/// <param name="Failed">Failed files, and those of batches that could not be handled.</param>
internal readonly record struct ShipCounts(long Files, long Bytes, long Deferred, long Failed, long Deleted);

/// <summary>
/// Keeps the state of each file of a run. A file has one state, its latest, so it counts once even if its batch or scan is tried
/// again. One scan runs at a time; reports about batches and files may come from many threads.
/// </summary>
/// <param name="keys">Makes the key of a file without a conflict; null counts no conflicts.</param>
internal sealed class ShipLedger(KeyTemplate? keys = null)
{
    private readonly Lock _lock = new();
    private readonly ShipFiles _files = new();
    private readonly List<ScanCompleted> _scans = [];
    private bool _isCut;
    private bool _isScanDead;

    public ShipProblems Problems { get; } = new();

    public ShipCounts Counts
    {
        get
        {
            lock (_lock)
            {
                var held = _files.Held(isUploaded: true) + _files.Held(isUploaded: false);
                var (deferred, failed) = (_files.Of(ShipState.Deferred).Files, _files.Of(ShipState.Failed).Files);
                return new(held.Files + _files.Of(ShipState.Missing).Files + deferred + failed, held.Bytes, deferred,
                    failed + _files.Of(ShipState.NotHandled).Files, _files.Of(ShipState.Deleted).Files);
            }
        }
    }

    /// <summary>A scan has ended.</summary>
    /// <param name="walked">Its last walk; null if no walk reached its end.</param>
    /// <param name="isRecorded">Whether the record of the walk is written.</param>
    /// <param name="problem">The reason if it is not written; null if the run was stopped first.</param>
    public void Scanned(ScanRecord? walked, bool isRecorded, string? problem)
    {
        if (walked is not null)
            _scans.Add(walked.Result);
        if (isRecorded)
            return;
        var isWhole = walked is { Next: null };
        _isCut |= !isWhole;
        _isScanDead |= problem is not null;
        if (isWhole)
            Problems.Add("The record of the scan could not be written, so that the status does not tell of this run: "
                + (problem ?? $"{ShipAccount.Stopped}."));
        else if (problem is not null)
            Problems.Add($"The directory was not scanned to the end: {problem}");
    }

    /// <summary>
    /// Whether another scan can help: the last one ended well, and files are left whose batch or cleanup failed. If so, the
    /// results of the last scan are dropped.
    /// </summary>
    public bool TryAgain(bool deletes)
    {
        var left = _files.Of(ShipState.NotHandled).Files + _files.Of(ShipState.Unrecorded).Files
            + (deletes ? _files.Of(ShipState.Shipped).Files : 0);
        if (_isCut || _isScanDead || left == 0)
            return false;
        _scans.Clear();
        Problems.TryAgain();
        return true;
    }

    /// <summary>A scan has found a batch. A file that is found again waits for an outcome, unless S3 holds it.</summary>
    public void Found(IEnumerable<BatchFile> batch)
    {
        foreach (var file in batch)
            Change(file.Path, before => before.State is ShipState.Unrecorded or ShipState.Shipped or ShipState.Kept
                ? before
                : new(ShipState.Waiting, false, "", file.Size ?? 0));
    }

    /// <summary>
    /// A file has an outcome, and its batch has no receipt yet. If none can be written, an upload counts nevertheless; every
    /// other outcome gives way to the reason of the batch.
    /// </summary>
    public void Ended(ReceiptEntry entry) => Change(entry.Path, before => before.State switch
    {
        > ShipState.Unrecorded => before,
        _ when entry.IsSettled() => Shipped(before, entry, isEarlier: false) with { State = ShipState.Unrecorded },
        ShipState.Unrecorded => before,
        _ => Shipped(before, entry, isEarlier: false),
    });

    /// <summary>A batch has a receipt: a new one, or an earlier one that still holds.</summary>
    /// <param name="isEarlier">An earlier run wrote it: its uploads were present for this run.</param>
    public void Synced(Receipt receipt, bool isEarlier = false)
    {
        foreach (var entry in receipt.Files)
            Change(entry.Path, before => Shipped(before, entry, isEarlier));
    }

    /// <summary>A batch was cleaned up. A file that the cleanup did not reach keeps its state.</summary>
    public void Cleaned(IEnumerable<CleanedFile> files, bool dryRun)
    {
        foreach (var file in files.Where(file => file is not { Verdict: DeleteVerdict.Keep, Reason: Reasons.NotStarted }))
            Change(file.Entry.Path, before => Cleaned(before, file, dryRun));
    }

    /// <summary>A batch failed for good. Files that S3 holds keep their state.</summary>
    public void BatchDied(IEnumerable<BatchFile> batch, string problem)
    {
        foreach (var file in batch)
            Change(file.Path, before => before.State switch
            {
                ShipState.Unrecorded or ShipState.Shipped => before with { Reason = problem },
                >= ShipState.Missing => before,
                _ => new(ShipState.NotHandled, false, problem, file.Size ?? 0),
            });
    }

    /// <summary>Fills in the counts; everything else stays as it is.</summary>
    /// <param name="report">Its <c>Keep</c> says whether files were to be deleted.</param>
    /// <param name="stopped">Whether the run was stopped: only then may files have no outcome.</param>
    public ShipReport Close(ShipReport report, bool stopped)
    {
        lock (_lock)
        {
            var closed = ShipAccount.Close(report, _files, _scans, stopped) with
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

    private ShipFile Shipped(ShipFile before, ReceiptEntry entry, bool isEarlier)
    {
        if (before.State is ShipState.Deleted or ShipState.Gone)
            return before;
        var size = entry.Size ?? before.Size;
        var isBeside = keys is not null && entry is { Bundle: null, Key: { } key, Modified: { } modified }
            && key != keys.KeyOf(entry.Path, modified);
        return entry.Outcome switch
        {
            FileOutcome.Uploaded => new(ShipState.Shipped, !isEarlier || before.IsUploaded, "", size, isBeside),
            FileOutcome.Present => new(ShipState.Shipped, before.IsUploaded, "", size, isBeside),
            FileOutcome.Deferred => new(ShipState.Deferred, false, entry.Reason ?? "unknown", size),
            FileOutcome.Failed => new(ShipState.Failed, false, entry.Reason ?? "unknown", size),
            FileOutcome.Missing when before.State is ShipState.Unrecorded or ShipState.Shipped or ShipState.Kept =>
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
            DeleteVerdict.Delete when dryRun => (ShipState.Kept, Reasons.CleanupDryRun),
            DeleteVerdict.Delete => (ShipState.Deleted, ""),
            DeleteVerdict.Gone => (ShipState.Gone, ""),
            _ => (ShipState.Kept, file.Reason),
        };
        return new(state, before.IsUploaded, reason, file.Entry.Size ?? before.Size, before.IsBeside);
    }
}
