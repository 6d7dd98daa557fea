namespace Longshore.Core.Scan;

/// <summary>Gauges of the volume from a scan of all of it. No request is made if nobody reads them, and no scan fails.</summary>
public sealed class VolumeGauges(S3Store store, StateKeys keys, IOptions<VolumeOptions> mount, ILogger<VolumeGauges> log)
{
    /// <summary>No volume is so large. EFS reports 8 EiB.</summary>
    private const long Nonsense = 1L << 60;

    /// <summary>Records read at most: those of one prefix and of other volumes are skipped.</summary>
    private const int MostRead = 20;
    private const int Largest = 1 << 20;

    /// <summary>
    /// The shortest time between two scans that says something of the writer. A burst of a few seconds would forecast a full
    /// volume.
    /// </summary>
    private static readonly TimeSpan LeastSpan = TimeSpan.FromMinutes(30);

    /// <summary>Days to look back: first one, then eight. Most volumes are scanned twice a day.</summary>
    private static readonly int[] Looks = [1, 8];

    /// <returns>The latest scan that saw the whole volume, for the rates; null if there is none, or none is needed.</returns>
    public async Task<ScanRecord?> EarlierAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        if (!Metrics.WantsVolume)
            return null;
        try
        {
            return await FindAsync(now, cancellation);
        }
        catch (StoreException error)
        {
            log.LastScanUnreadable(error.Message);
            return null;
        }
    }

    /// <summary>Records what the scan found. Scans that are less than <see cref="LeastSpan"/> apart tell of no rates.</summary>
    /// <param name="volume"><c>Volume:Name</c>.</param>
    /// <param name="now">When the scan began.</param>
    /// <param name="tally">Of a scan that saw the whole volume and began with <paramref name="earlier"/>.</param>
    public static void Record(string volume, ScanTally tally, VolumeSpace space, ScanRecord? earlier, DateTimeOffset now)
    {
        var known = space.Total is > 0 and < Nonsense;
        Metrics.Volume(volume, known ? space.Free : null, known ? space.Used : tally.SeenBytes, known ? space.Total : null);
        var moment = Timestamp.From(now);
        Metrics.BacklogMeasuredAt(volume, now);
        (string, WaitingFiles)[] states = [("ready", tally.Ready), ("deferred", tally.Deferred)];
        foreach (var (state, files) in states)
            Metrics.Backlog(volume, state, files.Files, files.Bytes, files.Age(moment) ?? TimeSpan.Zero);
        if (earlier?.Whole is not { } before || now - earlier.StartedAt < LeastSpan)
            return;
        var seconds = (now - earlier.StartedAt).TotalSeconds;
        var written = tally.WrittenBytes / seconds;
        // Bytes that were there or were written, and are not there now, have left: most of them were shipped and deleted.
        var unloaded = Math.Max(0, before.Bytes + tally.WrittenBytes - tally.SeenBytes) / seconds;
        Metrics.Rates(volume, written, unloaded, known ? space.Free / written : null);
    }

    private async Task<ScanRecord?> FindAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var read = new HashSet<string>(StringComparer.Ordinal);
        var folder = $"{keys.Root}scans/";
        foreach (var days in Looks)
        {
            var from = string.Create(CultureInfo.InvariantCulture, $"{folder}{now.AddDays(-days):yyyy'/'MM'/'dd}/");
            var found = await store.ListAsync(folder, from, cancellation).Reverse().ToArrayAsync(cancellation);
            foreach (var key in found.Select(item => item.Key).Where(
                key => !keys.IsPermissionProbe(key) && read.Count < MostRead && read.Add(key)))
            {
                // A record that cannot be read is skipped.
                var record = RecordJson.TryRead(await store.ReadAsync(key, Largest, cancellation), ScanJson.Default.ScanRecord);
                if (record is { Whole: { Files: >= 0, Bytes: >= 0 and < Nonsense } } && record.VolumeName == mount.Value.Name)
                    return record;
            }
        }

        return null;
    }
}
