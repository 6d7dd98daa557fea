namespace Longshore.Core.Scan;

/// <summary>
/// Writes the records of scans, one for each event that asks for a scan. A walk whose record cannot be written is remembered, and
/// a retry of the event in this process writes that record: it ships and counts nothing again. Past the time that a Trigger
/// retries for, the event asks for a new scan.
/// </summary>
public sealed class ScanRecords(S3Store objects, StateKeys keys, TimeProvider time)
{
    private const int MostRemembered = 100;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Scan> _scans = new(StringComparer.Ordinal);

    /// <summary>A scan begins, for the first time or once more.</summary>
    /// <param name="scan">The source and id of its event.</param>
    /// <returns>When it first began here, which try this is, and the walk that only lacks its record.</returns>
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

    /// <summary>The volume was walked. From here on the scan only lacks its record.</summary>
    public void Walked(string scan, ScanRecord walked)
    {
        lock (_lock)
        {
            // A walk may take hours: what counts is when it ended.
            var now = time.GetUtcNow();
            var begun = _scans.GetValueOrDefault(scan) ?? new Scan(walked.StartedAt, now, walked.Tries ?? 1, null);
            _scans[scan] = begun with { LastAt = now, Walked = walked };
        }
    }

    /// <summary>Puts the record. It is never replaced: where an earlier try has put it, that one stands.</summary>
    public Task WriteAsync(string scan, ScanRecord walked, CancellationToken cancellation)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(walked, ScanJson.Default.ScanRecord);
        return objects.PutAsync(keys.Scan(walked.StartedAt, scan), body, Sha256.Base64(body), null, cancellation);
    }

    /// <summary>The scan is answered: its event, told again, asks for a new one.</summary>
    public void End(string scan)
    {
        lock (_lock)
            _scans.Remove(scan);
    }

    /// <param name="LastAt">When its last try began or had walked.</param>
    private sealed record Scan(DateTimeOffset StartedAt, DateTimeOffset LastAt, int Tries, ScanRecord? Walked);
}
