using CloudNative.CloudEvents;
using Longshore.App.Events;
using Longshore.Core.Clean;
using Longshore.Core.Receipts;

namespace Longshore.Cli.Ship;

/// <summary>
/// Keeps account of a run: each file has one state, its latest, whatever is told of it and however often. Nothing is added up, so
/// that an event that is handled twice, a batch that dies and is shipped later, and a scan that is tried again count every file
/// once. Safe for concurrent use.
/// </summary>
internal sealed class ShipLedger
{
    private readonly Lock _lock = new();
    private readonly ShipFiles _files = new();
    private readonly ShipProblems _problems = new();
    private readonly Dictionary<string, (ScanCompleted Result, bool IsCut)> _scans = new(StringComparer.Ordinal);
    private bool _isStopped;

    public long Deleted
    {
        get
        {
            lock (_lock)
                return _files.Of(ShipState.Deleted).Files;
        }
    }

    /// <summary>Files that have an outcome by a receipt, and the bytes of those that S3 holds.</summary>
    public (long Files, long Bytes) Settled
    {
        get
        {
            lock (_lock)
            {
                var held = _files.Held(isUploaded: true) + _files.Held(isUploaded: false);
                return (held.Files + _files.Of(ShipState.Missing).Files + _files.Of(ShipState.Deferred).Files
                    + _files.Of(ShipState.Failed).Files, held.Bytes);
            }
        }
    }

    /// <summary>
    /// A scan has walked, and its record is still to be written. Of one that is tried again the last walk counts.
    /// </summary>
    /// <param name="scan">The source and id of its event.</param>
    /// <param name="isCut">Another scan goes on where it was ended.</param>
    public void Scanned(string scan, ScanCompleted result, bool isCut)
    {
        lock (_lock)
            _scans[scan] = (result, isCut);
    }

    /// <summary>
    /// Whether another scan is worth its while: the last one ended well, and files are left whose batch or cleanup could not be
    /// handled.
    /// </summary>
    /// <returns>If so, the scan that follows tells what the directory holds, and not this one.</returns>
    public bool TryAgain(bool deletes)
    {
        lock (_lock)
        {
            if (_isStopped || _problems.HasDeadScans
                || (_files.Of(ShipState.NotHandled).Files == 0 && (!deletes || _files.Of(ShipState.Shipped).Files == 0)))
                return false;
            _scans.Clear();
            _problems.TryAgain();
            return true;
        }
    }

    /// <summary>
    /// schedule has emitted a batch. A file that a scan emits again has no outcome until its batch has one, unless S3 holds it by
    /// then.
    /// </summary>
    public void Emitted(BatchReady batch)
    {
        lock (_lock)
        {
            foreach (var file in batch.Files)
            {
                var key = ShipFiles.KeyOf(file.Path);
                var before = _files.Find(key, out var isKnown);
                if (isKnown && before.State is ShipState.Shipped or ShipState.Kept)
                    continue;
                // A file that was deleted and is there again is another one.
                if (isKnown && before.State is ShipState.Deleted or ShipState.Gone)
                    _files.Forget(key);
                _files.Set(key, file.Path, new ShipFile(ShipState.Waiting, false, "", file.Size ?? 0));
            }
        }
    }

    /// <summary>A batch has a receipt: new, or one that was found to hold still.</summary>
    /// <param name="isEarlier">An earlier run wrote it: what that run uploaded, this one found present.</param>
    public void Synced(Receipt receipt, bool isEarlier = false)
    {
        lock (_lock)
        {
            foreach (var entry in receipt.Files)
            {
                var key = ShipFiles.KeyOf(entry.Path);
                var before = _files.Find(key, out var isKnown);
                if (before.State is ShipState.Deleted or ShipState.Gone)
                    continue;
                var wasHeld = before.State is ShipState.Shipped or ShipState.Kept;
                var size = entry.Size ?? before.Size;
                ShipFile? now = entry.Outcome switch
                {
                    FileOutcome.Uploaded => new(ShipState.Shipped, !isEarlier || before.IsUploaded, "", size),
                    FileOutcome.Present => new(ShipState.Shipped, before.IsUploaded, "", size),
                    FileOutcome.Deferred => new(ShipState.Deferred, false, entry.Reason ?? "unknown", size),
                    FileOutcome.Failed => new(ShipState.Failed, false, entry.Reason ?? "unknown", size),
                    FileOutcome.Missing when wasHeld => before with { State = ShipState.Gone, Reason = "" },
                    FileOutcome.Missing => new(ShipState.Missing, false, "", size),
                    _ => isKnown ? null : new(ShipState.Waiting, false, "", size),
                };
                if (now is { } state)
                    _files.Set(key, entry.Path, state);
            }
        }
    }

    /// <summary>A batch was cleaned up; its outcome is still to be written. What was not begun travels on.</summary>
    public void Cleaned(string batch, IEnumerable<CleanedFile> files, bool dryRun)
    {
        lock (_lock)
        {
            _problems.Cleaned(batch);
            foreach (var file in files)
            {
                var key = ShipFiles.KeyOf(file.Entry.Path);
                var before = _files.Find(key, out _);
                if (before.State is ShipState.Deleted or ShipState.Gone
                    || file is { Verdict: DeleteVerdict.Keep, Reason: BatchLook.NotStarted })
                    continue;
                var size = file.Entry.Size ?? before.Size;
                _files.Set(key, file.Entry.Path, file.Verdict switch
                {
                    DeleteVerdict.Delete when dryRun => new(ShipState.Kept, before.IsUploaded, ShipDecision.ByDryRun, size),
                    DeleteVerdict.Delete => new(ShipState.Deleted, before.IsUploaded, "", size),
                    DeleteVerdict.Gone => new(ShipState.Gone, before.IsUploaded, "", size),
                    _ => new(ShipState.Kept, before.IsUploaded, file.Reason, size),
                });
            }
        }
    }

    /// <summary>The outcome of a cleanup is written.</summary>
    public void Ended(BatchCleaned batch)
    {
        lock (_lock)
            _problems.Ended(batch.Batch);
    }

    /// <summary>An event could not be handled for good. Files that S3 holds are not of its batch any more.</summary>
    public void Died(CloudEvent e, string detail)
    {
        lock (_lock)
        {
            if (e.Type == EventTypes.ScanRequested)
                _problems.ScanDied(EventFactory.NameOf(e), detail);
            else if (e.Type == EventTypes.BatchSynced)
                _problems.CleanupDied(EventData.Read(e, EventJson.Default.BatchSynced).Batch, detail);
            else if (e.Type != EventTypes.BatchReady)
                _problems.Add($"{e.Type} was not handled: {detail}");
            else
                foreach (var file in EventData.Read(e, EventJson.Default.BatchReady).Files)
                {
                    var key = ShipFiles.KeyOf(file.Path);
                    if (_files.Find(key, out _).State < ShipState.Missing)
                        _files.Set(key, file.Path, new ShipFile(ShipState.NotHandled, false, detail, file.Size ?? 0));
                }
        }
    }

    /// <summary>An event was not begun, or was given back, as the run was stopped.</summary>
    public void Stopped(CloudEvent e)
    {
        lock (_lock)
            _isStopped |= e.Type == EventTypes.ScanRequested && !IsWalked(EventFactory.NameOf(e));
    }

    public void Problem(string sentence)
    {
        lock (_lock)
            _problems.Add(sentence);
    }

    /// <summary>Fills in what is known; the rest stays as it is.</summary>
    /// <param name="report">Says whether anything was to be deleted.</param>
    /// <param name="stopped">Whether the run was stopped: only then may something be without an outcome.</param>
    public ShipReport Close(ShipReport report, bool stopped)
    {
        lock (_lock)
        {
            var closed = ShipAccount.Close(report, _files, [.. _scans.Values.Select(scan => scan.Result)]) with
            {
                ScanCut = _isStopped || _problems.DeadScans.Any(scan => !IsWalked(scan)),
                Problems = [.. _problems.Sentences(_files.ReasonsOf(ShipState.NotHandled),
                    _files.Of(ShipState.Shipped).Files > 0, IsWalked)],
            };
            return closed with { Imbalances = [.. ShipBalance.Check(closed, stopped)] };
        }
    }

    private bool IsWalked(string scan) => _scans.TryGetValue(scan, out var walked) && !walked.IsCut;
}
