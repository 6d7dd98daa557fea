using Longshore.Cli.Ship.Display;
using Longshore.Core.Receipts;
using Longshore.Core.Ship;

namespace Longshore.Cli.Ship;

/// <summary>Counts files and bytes during a run. Safe for concurrent use.</summary>
internal sealed class ShipProgress(ShipLedger ledger, TimeProvider time) : SyncWatch
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, long> _parts = new(StringComparer.Ordinal);
    private readonly Queue<(long Moment, long Bytes, double Fraction)> _samples = new();
    private readonly Lock _lock = new();
    private long _partBytes;
    private (long Files, long Bytes) _total;

    public ShipPhase Phase { get; set; }

    /// <summary>Another phase begins, unless the run is being stopped.</summary>
    public void Begin(ShipPhase phase)
    {
        if (Phase != ShipPhase.Stopping)
            Phase = phase;
    }

    /// <summary>The survey has ended and knows the totals.</summary>
    public void Expect(long files, long bytes)
    {
        _total = (files, bytes);
        Begin(ShipPhase.Shipping);
    }

    public override void PartSent(string path, long bytes)
    {
        _parts.AddOrUpdate(path, bytes, (_, before) => before + bytes);
        Interlocked.Add(ref _partBytes, bytes);
    }

    public override void Ended(ReceiptEntry entry)
    {
        if (_parts.TryRemove(entry.Path, out var sent))
            Interlocked.Add(ref _partBytes, -sent);
        ledger.Ended(entry);
    }

    /// <summary>The progress now. Each call is a sample of the rate.</summary>
    public ShipSnapshot Take()
    {
        // The directory may have grown since the survey, and a part may be sent twice: the totals limit the counts.
        var counts = ledger.Counts;
        var files = Math.Min(counts.Files, _total.Files);
        var bytes = Math.Min(Sizes.Add(counts.Bytes, Volatile.Read(ref _partBytes)), _total.Bytes);
        var now = new ShipSnapshot(Phase, files, bytes, _total.Files, _total.Bytes, counts.Deferred, counts.Failed,
            counts.Deleted, 0, null);
        lock (_lock)
        {
            var moment = time.GetTimestamp();
            while (_samples.TryPeek(out var old) && time.GetElapsedTime(old.Moment, moment) > Window)
                _samples.Dequeue();
            _samples.Enqueue((moment, bytes, now.Fraction));
            var (since, first, fraction) = _samples.Peek();
            var span = time.GetElapsedTime(since, moment);
            if (span <= TimeSpan.Zero)
                return now;
            var left = now.Fraction > fraction ? (1 - now.Fraction) / (now.Fraction - fraction) * span : default(TimeSpan?);
            return now with { BytesPerSecond = Math.Max(0, bytes - first) / span.TotalSeconds, Left = left };
        }
    }
}
