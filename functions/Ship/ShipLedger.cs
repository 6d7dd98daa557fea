using CloudNative.CloudEvents;
using Longshore.Events;
using Longshore.Files;
using Longshore.Hosting;
using Longshore.Storage.Receipts;

namespace Longshore.Ship;

/// <summary>Keeps account of a run by its events and receipts. Safe for concurrent use.</summary>
internal sealed class ShipLedger
{
    /// <summary>Failed files that are named; all are counted.</summary>
    public const int MostNamed = 100;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _counted = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _deferredFor = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _failedFor = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _kept = new(StringComparer.Ordinal);
    private readonly List<FileProblem> _failedFiles = [];
    private readonly List<string> _problems = [];
    private FoundFiles _found = new();
    private ShippedFiles _shipped = new();
    private (long Files, long Bytes) _emitted;
    private (long Files, long Bytes) _unsent;
    private (long Files, long Bytes) _thisScan;
    private long _deferredLater;
    private long _failed;
    private long _dead;
    private long _deleted;
    private long _freed;
    private long _gone;
    private bool _scanCut;

    public long Deleted
    {
        get
        {
            lock (_lock)
                return _deleted;
        }
    }

    /// <summary>Files that have an outcome by a receipt, and the bytes of those that S3 holds.</summary>
    public (long Files, long Bytes) Settled
    {
        get
        {
            lock (_lock)
            {
                return (_shipped.Uploaded + _shipped.Present + _shipped.Missing + _deferredLater + _failed, _shipped.BytesUploaded + _shipped.BytesPresent);
            }
        }
    }

    /// <summary>A scan has ended; a cut one is followed by another, which sees again what this one planned and did not emit.</summary>
    public void Scanned(ScanCompleted scan)
    {
        lock (_lock)
        {
            _unsent = (scan.Files - _thisScan.Files, scan.Bytes - _thisScan.Bytes);
            _thisScan = default;
            foreach (var (reason, count) in scan.DeferredFor)
                Add(_deferredFor, reason, count);
            _found = _found with
            {
                Deferred = _found.Deferred + scan.Deferred,
                Ignored = _found.Ignored + scan.Ignored,
                Reserved = _found.Reserved + scan.Reserved,
                Unaddressable = _found.Unaddressable + scan.Unaddressable,
                Special = _found.Special + scan.Special,
                Unreadable = _found.Unreadable + scan.Unreadable,
            };
        }
    }

    /// <summary>A scan begins, maybe once more after it failed: it emits anew what it finds.</summary>
    public void ScanBegins()
    {
        lock (_lock)
            _thisScan = default;
    }

    /// <summary>schedule has emitted a batch. A scan that is tried again emits the same ones; each counts once.</summary>
    /// <param name="id">The event's.</param>
    public void Emitted(string id, BatchReady batch)
    {
        lock (_lock)
        {
            var bytes = Sizes.Sum(batch.Files.Select(file => file.Size ?? 0));
            if (_counted.Add(id))
                _emitted = (_emitted.Files + batch.Files.Length, _emitted.Bytes + bytes);
            _thisScan = (_thisScan.Files + batch.Files.Length, _thisScan.Bytes + bytes);
        }
    }

    /// <summary>A batch has a receipt. The same one counts once, however often it is told.</summary>
    /// <param name="id">The event's, which is the receipt's.</param>
    /// <param name="batch">Its counts.</param>
    /// <param name="receipt">Null if it could not be read; then its files are counted and have no reason.</param>
    /// <param name="isEarlier">An earlier run wrote it, and sync found that it still holds: what that run uploaded, this one found present.</param>
    public void Synced(string id, BatchSynced batch, Receipt? receipt, bool isEarlier = false)
    {
        lock (_lock)
        {
            if (!_counted.Add(id))
                return;
            if (isEarlier)
                batch = batch with { Uploaded = 0, BytesUploaded = 0, Present = batch.Present + batch.Uploaded, BytesPresent = batch.BytesPresent + batch.BytesUploaded };
            _shipped = _shipped with
            {
                Uploaded = _shipped.Uploaded + batch.Uploaded,
                Present = _shipped.Present + batch.Present,
                Missing = _shipped.Missing + batch.Missing,
                BytesUploaded = _shipped.BytesUploaded + batch.BytesUploaded,
                BytesPresent = _shipped.BytesPresent + batch.BytesPresent,
            };
            _deferredLater += batch.Deferred;
            _failed += batch.Failed;
            Explain(batch, receipt);
        }
    }

    public void Cleaned(BatchCleaned batch)
    {
        lock (_lock)
        {
            _gone += batch.Gone;
            if (batch.DryRun)
                Add(_kept, ShipDecision.ByDryRun, batch.Deleted);
            else
                (_deleted, _freed) = (_deleted + batch.Deleted, _freed + batch.BytesFreed);
            // Looked at once more: the rest of the batch travels on.
            foreach (var (reason, count) in batch.Kept.Where(each => each.Key != Longshore.Cleanup.BatchCleaner.NotStarted))
                Add(_kept, reason, count);
        }
    }

    /// <summary>An event could not be handled for good.</summary>
    public void Died(CloudEvent e, string detail)
    {
        var files = e.Type == EventTypes.BatchReady ? EventData.Read(e, EventJson.Default.BatchReady).Files.Length : 0;
        lock (_lock)
        {
            _dead += files;
            _scanCut |= e.Type == EventTypes.ScanRequested;
            _problems.Add(e.Type switch
            {
                EventTypes.BatchReady => $"A batch of {files} files was not shipped: {detail}",
                EventTypes.BatchSynced => $"A shipped batch was not cleaned up, so its files stay: {detail}",
                EventTypes.ScanRequested => $"The directory was not scanned to the end: {detail}",
                _ => $"{e.Type} was not handled: {detail}",
            });
        }
    }

    /// <summary>An event was not begun, or was given back, as the run was stopped.</summary>
    public void Stopped(CloudEvent e)
    {
        lock (_lock)
            _scanCut |= e.Type == EventTypes.ScanRequested;
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
            var settled = _shipped.Uploaded + _shipped.Present;
            var (files, bytes) = (_emitted.Files + _unsent.Files, _emitted.Bytes + _unsent.Bytes);
            var closed = report with
            {
                Found = _found with { Files = files, Bytes = bytes },
                Shipped = _shipped,
                Deferred = _deferredFor,
                DeferredLater = _deferredLater,
                Failed = _failed,
                FailedFor = _failedFor,
                FailedFiles = _failedFiles,
                Deleted = _deleted,
                BytesFreed = _freed,
                Gone = _gone,
                Kept = _kept,
                NotHandled = _dead,
                Problems = _problems,
                NotShipped = files - settled - _shipped.Missing - _deferredLater - _failed - _dead,
                NotDeleted = report.Keep ? 0 : settled - _deleted - _gone - _kept.Values.Sum(),
                ScanCut = _scanCut,
            };
            return closed with { Imbalances = [.. ShipBalance.Check(closed, stopped)] };
        }
    }

    private void Explain(BatchSynced batch, Receipt? receipt)
    {
        foreach (var entry in receipt?.Files ?? [])
        {
            if (entry.Outcome == FileOutcome.Deferred)
                Add(_deferredFor, entry.Reason ?? "unknown", 1);
            if (entry.Outcome != FileOutcome.Failed)
                continue;
            Add(_failedFor, entry.Reason ?? "unknown", 1);
            if (_failedFiles.Count < MostNamed)
                _failedFiles.Add(new(entry.Path, entry.Reason ?? "unknown"));
        }

        if (receipt is not null)
            return;
        Add(_deferredFor, "unknown", batch.Deferred);
        Add(_failedFor, "unknown", batch.Failed);
    }

    private static void Add(SortedDictionary<string, long> to, string reason, long count)
    {
        if (count != 0)
            to[reason] = to.GetValueOrDefault(reason) + count;
    }
}
