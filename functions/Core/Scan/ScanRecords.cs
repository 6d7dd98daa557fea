namespace Longshore.Core.Scan;

/// <summary>
/// Writes the records of scans, one for each event that requests a scan. If a record cannot be written, the walk is remembered:
/// a retry of the event in this process writes that record, and ships and counts nothing again. After the time of a Trigger's
/// retries, the event requests a new scan.
/// </summary>
public sealed class ScanRecords(S3Store objects, StateKeys keys, TimeProvider time)
{
    private const int MostRemembered = 100;
    private const int MostInOneSecond = 100;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Scan> _scans = new(StringComparer.Ordinal);

    /// <summary>Begins a scan, for the first time or again.</summary>
    /// <param name="scan">The source and id of its event.</param>
    /// <returns>When it first began here, the number of this try, and an earlier walk whose record is not written yet.</returns>
    public (DateTimeOffset StartedAt, int Try, ScanRecord? Walked) Begin(string scan)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            foreach (var (old, _) in _scans.Where(each => now - each.Value.LastAt > Remembered || now < each.Value.LastAt))
                _scans.Remove(old);
            var earlier = _scans.GetValueOrDefault(scan);
            var begun = earlier is null ? new Scan(now, now, 1, null) : earlier with { LastAt = now, Tries = earlier.Tries + 1 };
            if (earlier is not null || _scans.Count < MostRemembered)
                _scans[scan] = begun;
            return (begun.StartedAt, begun.Tries, begun.Walked);
        }
    }

    /// <summary>The volume was walked; only the record has to be written.</summary>
    public void Walked(string scan, ScanRecord walked)
    {
        lock (_lock)
        {
            // A walk may take hours: the time of its end counts.
            var now = time.GetUtcNow();
            var begun = _scans.GetValueOrDefault(scan) ?? new Scan(walked.StartedAt, now, walked.Tries ?? 1, null);
            _scans[scan] = begun with { LastAt = now, Walked = walked };
        }
    }

    /// <summary>Puts the record. Each try of a scan has its own record, also if two tries began in the same second.</summary>
    public async Task WriteAsync(string scan, ScanRecord walked, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(walked, ScanJson.Default.ScanRecord);
        for (var number = 1; number <= MostInOneSecond; number++)
        {
            if (await objects.PutRecordAsync(keys.Scan(walked.StartedAt, scan, number), body, cancellation))
                return;
        }

        throw new StoreUnavailableException(
            $"The record of the scan could not be written: the store answered for {MostInOneSecond} keys in a row that an object "
            + "is there already. Check whether it gives this answer for every key.");
    }

    /// <summary>The scan is answered. If its event is delivered again, it requests a new scan.</summary>
    public void End(string scan)
    {
        lock (_lock)
            _scans.Remove(scan);
    }

    /// <param name="LastAt">When its last try began or ended its walk.</param>
    private sealed record Scan(DateTimeOffset StartedAt, DateTimeOffset LastAt, int Tries, ScanRecord? Walked);
}
