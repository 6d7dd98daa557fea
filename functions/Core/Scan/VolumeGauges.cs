namespace Longshore.Core.Scan;

/// <summary>
/// What a scan of the whole volume says of it, as gauges. Nothing is looked up unless they reach somebody, and no scan fails of
/// it.
/// </summary>
public sealed class VolumeGauges(LastScan last, ILogger<VolumeGauges> log)
{
    /// <summary>EFS reports 8 EiB: no such number is a size.</summary>
    private const long Nonsense = 1L << 60;

    /// <returns>The scan to measure against; null without one, and where nobody asks.</returns>
    public async Task<ScanRecord?> EarlierAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        if (!Metrics.WantsVolume)
            return null;
        try
        {
            return await last.FindAsync(now, cancellation);
        }
        catch (StoreException error)
        {
            log.LastScanUnreadable(error.Message);
            return null;
        }
    }

    /// <param name="tally">Of a scan that saw the whole volume, told of <paramref name="earlier"/> before.</param>
    public static void Record(ScanTally tally, VolumeSpace space, ScanRecord? earlier, DateTimeOffset now)
    {
        var known = space.Total is > 0 and < Nonsense;
        Metrics.Volume(known ? space.Free : null, known ? space.Used : tally.SeenBytes, known ? space.Total : null);
        Metrics.Backlog(tally.Waiting, tally.WaitingBytes, tally.OldestAge(Timestamp.From(now)) ?? TimeSpan.Zero);
        if (earlier?.Whole is not { } before || now <= earlier.StartedAt)
            return;
        var seconds = (now - earlier.StartedAt).TotalSeconds;
        // What was there, and what came, and is not there now, has left: mostly because it was shipped and deleted.
        var written = tally.WrittenBytes / seconds;
        var unloaded = Math.Max(0, before.Bytes + tally.WrittenBytes - tally.SeenBytes) / seconds;
        Metrics.Rates(written, unloaded, known ? space.Free / written : null);
    }
}
