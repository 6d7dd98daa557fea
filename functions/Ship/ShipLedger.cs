using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using CloudNative.CloudEvents;
using Longshore.Cleanup;
using Longshore.Events;
using Longshore.Files;
using Longshore.Hosting;
using Longshore.Storage.Receipts;

namespace Longshore.Ship;

/// <summary>
/// Keeps account of a run: each file has one state, its latest, whatever is told of it and however often. Nothing is added up, so that an event
/// that is handled twice, a batch that dies and is shipped later, and a scan that is tried again count every file once. A file is known by a hash
/// of its path: a million files take some 50 MB. Safe for concurrent use.
/// </summary>
internal sealed class ShipLedger
{
    /// <summary>Files of each state that are named; all are counted.</summary>
    public const int MostNamed = 1_000;

    private const int MostProblems = 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, FileState> _files = [];
    private readonly Sum[] _sums = new Sum[2 * (int)(State.Kept + 1)];
    private readonly Dictionary<(State State, string Reason), long> _reasons = [];
    private readonly Dictionary<UInt128, FileProblem>[] _names = [.. Enum.GetValues<State>().Select(_ => new Dictionary<UInt128, FileProblem>())];
    private readonly Dictionary<string, (ScanCompleted Result, bool IsCut)> _scans = new(StringComparer.Ordinal);
    private readonly HashSet<string> _cleaned = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _deadCleanups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _deadScans = new(StringComparer.Ordinal);
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];
    private bool _isStopped;

    /// <summary>What became of a file. The order is that of its life.</summary>
    private enum State : byte
    {
        /// <summary>Emitted in a batch that has no outcome yet.</summary>
        Waiting = 0,

        /// <summary>Its batch could not be handled after all retries.</summary>
        NotHandled,
        Deferred,
        Failed,

        /// <summary>Not on the volume any more when it was to be uploaded.</summary>
        Missing,

        /// <summary>S3 holds it; no cleanup has looked at it yet.</summary>
        Shipped,
        Deleted,

        /// <summary>S3 holds it, and it was not on the volume any more when it was to be deleted.</summary>
        Gone,

        /// <summary>S3 holds it, and it was not deleted for a reason.</summary>
        Kept,
    }

    public long Deleted
    {
        get
        {
            lock (_lock)
                return Of(State.Deleted).Files;
        }
    }

    /// <summary>Files that have an outcome by a receipt, and the bytes of those that S3 holds.</summary>
    public (long Files, long Bytes) Settled
    {
        get
        {
            lock (_lock)
            {
                var held = Held(isUploaded: true) + Held(isUploaded: false);
                return (held.Files + Of(State.Missing).Files + Of(State.Deferred).Files + Of(State.Failed).Files, Bytes(held));
            }
        }
    }

    /// <summary>A scan has walked, and its record is still to be written. Of one that is tried again the last walk counts.</summary>
    /// <param name="scan">The source and id of its event.</param>
    /// <param name="isCut">Another scan goes on where it was ended.</param>
    public void Scanned(string scan, ScanCompleted result, bool isCut)
    {
        lock (_lock)
            _scans[scan] = (result, isCut);
    }

    /// <summary>Whether another scan is worth its while: the last one ended well, and files are left whose batch or cleanup could not be handled.</summary>
    /// <returns>If so, the scan that follows tells what the directory holds, and not this one.</returns>
    public bool TryAgain(bool deletes)
    {
        lock (_lock)
        {
            if (_isStopped || _deadScans.Count > 0 || (Of(State.NotHandled).Files == 0 && (!deletes || Of(State.Shipped).Files == 0)))
                return false;
            _scans.Clear();
            _deadCleanups.Clear();
            return true;
        }
    }

    /// <summary>schedule has emitted a batch. A file that a scan emits again has no outcome until its batch has one, unless S3 holds it by then.</summary>
    public void Emitted(BatchReady batch)
    {
        lock (_lock)
        {
            foreach (var file in batch.Files)
            {
                var key = KeyOf(file.Path);
                var isKnown = _files.TryGetValue(key, out var before);
                if (isKnown && before.State is State.Shipped or State.Kept)
                    continue;
                // A file that was deleted and is there again is another one.
                if (isKnown && before.State is State.Deleted or State.Gone)
                    _files.Remove(key);
                Set(key, file.Path, new FileState(State.Waiting, false, "", file.Size ?? 0));
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
                var key = KeyOf(entry.Path);
                var before = _files.GetValueOrDefault(key);
                if (before.State is State.Deleted or State.Gone)
                    continue;
                var wasHeld = before.State is State.Shipped or State.Kept;
                var size = entry.Size ?? before.Size;
                FileState? now = entry.Outcome switch
                {
                    FileOutcome.Uploaded => new(State.Shipped, !isEarlier || before.IsUploaded, "", size),
                    FileOutcome.Present => new(State.Shipped, before.IsUploaded, "", size),
                    FileOutcome.Deferred => new(State.Deferred, false, entry.Reason ?? "unknown", size),
                    FileOutcome.Failed => new(State.Failed, false, entry.Reason ?? "unknown", size),
                    FileOutcome.Missing when wasHeld => before with { State = State.Gone, Reason = "" },
                    FileOutcome.Missing => new(State.Missing, false, "", size),
                    _ => _files.ContainsKey(key) ? null : new(State.Waiting, false, "", size),
                };
                if (now is { } state)
                    Set(key, entry.Path, state);
            }
        }
    }

    /// <summary>A batch was cleaned up; its outcome is still to be written. What was not begun travels on.</summary>
    public void Cleaned(string batch, IEnumerable<CleanedFile> files, bool dryRun)
    {
        lock (_lock)
        {
            _cleaned.Add(batch);
            foreach (var file in files)
            {
                var key = KeyOf(file.Entry.Path);
                var before = _files.GetValueOrDefault(key);
                if (before.State is State.Deleted or State.Gone || file is { Verdict: DeleteVerdict.Keep, Reason: BatchCleaner.NotStarted })
                    continue;
                var size = file.Entry.Size ?? before.Size;
                Set(key, file.Entry.Path, file.Verdict switch
                {
                    DeleteVerdict.Delete when dryRun => new(State.Kept, before.IsUploaded, ShipDecision.ByDryRun, size),
                    DeleteVerdict.Delete => new(State.Deleted, before.IsUploaded, "", size),
                    DeleteVerdict.Gone => new(State.Gone, before.IsUploaded, "", size),
                    _ => new(State.Kept, before.IsUploaded, file.Reason, size),
                });
            }
        }
    }

    /// <summary>The outcome of a cleanup is written.</summary>
    public void Ended(BatchCleaned batch)
    {
        lock (_lock)
            _deadCleanups.Remove(batch.Batch);
    }

    /// <summary>An event could not be handled for good. Files that S3 holds are not of its batch any more.</summary>
    public void Died(CloudEvent e, string detail)
    {
        lock (_lock)
        {
            if (e.Type == EventTypes.ScanRequested)
                _deadScans[NameOf(e)] = detail;
            else if (e.Type == EventTypes.BatchSynced)
                _deadCleanups[EventData.Read(e, EventJson.Default.BatchSynced).Batch] = detail;
            else if (e.Type != EventTypes.BatchReady)
                Add($"{e.Type} was not handled: {detail}");
            else
                foreach (var file in EventData.Read(e, EventJson.Default.BatchReady).Files)
                {
                    var key = KeyOf(file.Path);
                    if (_files.GetValueOrDefault(key).State < State.Missing)
                        Set(key, file.Path, new FileState(State.NotHandled, false, detail, file.Size ?? 0));
                }
        }
    }

    /// <summary>An event was not begun, or was given back, as the run was stopped.</summary>
    public void Stopped(CloudEvent e)
    {
        lock (_lock)
            _isStopped |= e.Type == EventTypes.ScanRequested && !IsWalked(NameOf(e));
    }

    public void Problem(string sentence)
    {
        lock (_lock)
            Add(sentence);
    }

    /// <summary>Source and id of an event.</summary>
    public static string NameOf(CloudEvent e) => $"{e.Source} {e.Id}";

    /// <summary>Fills in what is known; the rest stays as it is.</summary>
    /// <param name="report">Says whether anything was to be deleted.</param>
    /// <param name="stopped">Whether the run was stopped: only then may something be without an outcome.</param>
    public ShipReport Close(ShipReport report, bool stopped)
    {
        lock (_lock)
        {
            var (uploaded, present) = (Held(isUploaded: true), Held(isUploaded: false));
            var all = _sums.Aggregate((left, right) => left + right);
            var scans = _scans.Values.Select(scan => scan.Result).ToArray();
            var deferred = ReasonsOf(State.Deferred);
            foreach (var (reason, count) in scans.SelectMany(scan => scan.DeferredFor))
                deferred[reason] = deferred.GetValueOrDefault(reason) + count;
            var closed = report with
            {
                Found = new()
                {
                    Files = all.Files,
                    Bytes = Bytes(all),
                    Deferred = scans.Sum(scan => scan.Deferred),
                    Ignored = scans.Sum(scan => scan.Ignored),
                    Reserved = scans.Sum(scan => scan.Reserved),
                    Unaddressable = scans.Sum(scan => scan.Unaddressable),
                    Special = scans.Sum(scan => scan.Special),
                    Unreadable = scans.Sum(scan => scan.Unreadable),
                },
                Shipped = new()
                {
                    Uploaded = uploaded.Files,
                    Present = present.Files,
                    Missing = Of(State.Missing).Files,
                    BytesUploaded = Bytes(uploaded),
                    BytesPresent = Bytes(present),
                },
                Deferred = deferred,
                DeferredLater = Of(State.Deferred).Files,
                Failed = Of(State.Failed).Files,
                FailedFor = ReasonsOf(State.Failed),
                Deleted = Of(State.Deleted).Files,
                BytesFreed = Bytes(Of(State.Deleted)),
                Gone = Of(State.Gone).Files,
                Kept = ReasonsOf(State.Kept),
                NotHandled = Of(State.NotHandled).Files,
                NotShipped = Of(State.Waiting).Files,
                NotDeleted = report.Keep ? 0 : Of(State.Shipped).Files,
                ScanCut = _isStopped || _deadScans.Keys.Any(scan => !IsWalked(scan)),
            };
            closed = closed with { Problems = [.. Problems()], Left = [.. Named(report.Keep, scans)] };
            return closed with
            {
                LeftCount = closed.NotHandled + closed.Failed + closed.Kept.Values.Sum() + closed.DeferredLater + closed.NotDeleted + closed.NotShipped + closed.Shipped.Missing
                    + closed.Found.Unreadable + closed.Found.Unaddressable + closed.Found.Reserved + closed.Found.Deferred,
                Imbalances = [.. ShipBalance.Check(closed, stopped)],
            };
        }
    }

    private IEnumerable<string> Problems()
    {
        foreach (var ((_, detail), count) in _reasons.Where(each => each.Key.State == State.NotHandled && each.Value > 0).Take(MostProblems))
            yield return $"{Files(count)} of batches that could not be handled: {detail}";
        var unwritten = _deadCleanups.Where(dead => _cleaned.Contains(dead.Key)).ToArray();
        if (unwritten.Length > 0)
            yield return $"What {(unwritten.Length == 1 ? "a cleanup" : $"{unwritten.Length} cleanups")} did could not be written down; the begun record in S3 names the files, and a later cleanup closes it: {unwritten[0].Value}";
        if (Of(State.Shipped).Files > 0)
            foreach (var detail in _deadCleanups.Where(dead => !_cleaned.Contains(dead.Key)).Select(dead => dead.Value).Distinct(StringComparer.Ordinal).Take(MostProblems))
                yield return $"Shipped files were not cleaned up, so that they stay: {detail}";
        foreach (var (scan, detail) in _deadScans.Take(MostProblems))
            yield return IsWalked(scan)
                ? $"The record of the scan could not be written, so that the status does not tell of this run: {detail}"
                : $"The directory was not scanned to the end: {detail}";
        foreach (var problem in _problems)
            yield return problem;
    }

    /// <summary>What needs somebody first, first; what passes by itself last.</summary>
    private IEnumerable<LeftFile> Named(bool keeps, ScanCompleted[] scans)
    {
        (State State, string Outcome)[] order =
        [
            (State.Failed, "failed"), (State.NotHandled, "not-handled"), (State.Kept, "kept"), (State.Shipped, "not-deleted"), (State.Waiting, "not-shipped"),
            (State.Deferred, "deferred"), (State.Missing, "vanished"),
        ];
        return scans.SelectMany(scan => scan.Left).Where(left => left.Outcome != LeftFile.Deferred)
            .Concat(order.Where(each => each.State != State.Shipped || !keeps).SelectMany(each => _names[(int)each.State].Values.Select(file => new LeftFile(file.Path, each.Outcome, file.Reason))))
            .Concat(scans.SelectMany(scan => scan.Left).Where(left => left.Outcome == LeftFile.Deferred));
    }

    private void Set(UInt128 key, string path, FileState now)
    {
        ref var state = ref CollectionsMarshal.GetValueRefOrAddDefault(_files, key, out var isKnown);
        if (isKnown)
        {
            Count(state, -1);
            _names[(int)state.State].Remove(key);
        }

        if (!_texts.TryGetValue(now.Reason, out var shared))
            _texts.Add(shared = now.Reason);
        state = now = now with { Reason = shared };
        Count(now, 1);
        var names = _names[(int)now.State];
        if (now.State is not (State.Deleted or State.Gone) && names.Count < MostNamed)
            names[key] = new FileProblem(path, now.Reason);
    }

    private void Count(FileState file, int sign)
    {
        ref var sum = ref _sums[(2 * (int)file.State) + (file.IsUploaded ? 1 : 0)];
        sum += new Sum(sign, sign * (Int128)file.Size);
        if (file.Reason.Length > 0)
            CollectionsMarshal.GetValueRefOrAddDefault(_reasons, (file.State, file.Reason), out _) += sign;
    }

    private SortedDictionary<string, long> ReasonsOf(State state) => new(
        _reasons.Where(each => each.Key.State == state && each.Value > 0).ToDictionary(each => each.Key.Reason, each => each.Value), StringComparer.Ordinal);

    private Sum Of(State state) => _sums[2 * (int)state] + _sums[(2 * (int)state) + 1];

    private Sum Held(bool isUploaded) =>
        new[] { State.Shipped, State.Deleted, State.Gone, State.Kept }.Select(state => _sums[(2 * (int)state) + (isUploaded ? 1 : 0)]).Aggregate((left, right) => left + right);

    private bool IsWalked(string scan) => _scans.TryGetValue(scan, out var walked) && !walked.IsCut;

    private void Add(string problem)
    {
        if (_problems.Count < MostProblems && !_problems.Contains(problem))
            _problems.Add(problem);
    }

    private static string Files(long count) => count == 1 ? "1 file" : FormattableString.Invariant($"{count:N0} files");

    private static long Bytes(Sum sum) => (long)Int128.Clamp(sum.Bytes, 0, long.MaxValue);

    /// <summary>Half of SHA-256: a writer who chooses the names cannot make two of them meet.</summary>
    private static UInt128 KeyOf(string path)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(path), hash);
        return BitConverter.ToUInt128(hash);
    }

    /// <param name="IsUploaded">This run put it into S3; else S3 held it before, or does not hold it.</param>
    /// <param name="Reason">Empty where there is none. Files with the same reason share the text.</param>
    private readonly record struct FileState(State State, bool IsUploaded, string Reason, long Size);

    /// <summary>Sizes are what a filesystem says: the sum of a few may pass 64 bits.</summary>
    private readonly record struct Sum(long Files, Int128 Bytes)
    {
        public static Sum operator +(Sum left, Sum right) => new(left.Files + right.Files, left.Bytes + right.Bytes);
    }
}
