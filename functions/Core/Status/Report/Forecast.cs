namespace Longshore.Core.Status.Report;

/// <summary>
/// The volume's space as the scans measured it, and when the volume is full. Bytes, seconds. The rates are absent until
/// <see cref="IsEnough"/>.
/// </summary>
/// <param name="WrittenPerSecond">Bytes in the batches of the scans of the whole volume.</param>
/// <param name="GrowthPerSecond">Growth of the used bytes while files are shipped; below zero if they fall.</param>
/// <param name="SecondsToFull">Time until it is full at that growth; absent if it does not grow.</param>
/// <param name="SecondsToFullUnshipped">Time until it is full if nothing more is shipped.</param>
public sealed record Forecast(
    long? BytesUsed, long? BytesFree, long? BytesTotal, double? WrittenPerSecond, double? GrowthPerSecond,
    double? SecondsToFull, double? SecondsToFullUnshipped, VolumePoint[] Points)
{
    /// <summary>A longer time is not reported.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    private const int MostPoints = 400;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>From run to run, by the PingSource of <c>knative/base</c>.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromHours(12);

    /// <summary>
    /// Whether scans say something of the days to come: they cover a day, or three of them cover more than a third of the
    /// interval between two runs. What a few scans in a minute find would forecast a full volume.
    /// </summary>
    /// <param name="span">From the first scan to the last.</param>
    internal static bool IsEnough(int scans, TimeSpan span) => span >= Day || (scans >= 3 && span > Interval / 3);

    /// <param name="scans">Oldest first.</param>
    internal static Forecast Of(IReadOnlyList<ScanFact> scans)
    {
        var measured = scans.Where(scan => scan.BytesTotal is not null).ToArray();
        var points = measured.TakeLast(MostPoints)
            .Select(scan => new VolumePoint(scan.FinishedAt, scan.Result.BytesUsed, scan.BytesTotal!.Value)).ToArray();
        var written = Written(scans);
        if (measured.Length == 0)
            return new Forecast(null, null, null, written, null, null, null, []);
        var (last, growth) = (measured[^1], Growth(points));
        return new Forecast(last.Result.BytesUsed, last.Result.BytesFree, last.BytesTotal, written, growth,
            SecondsToFull: Until(last.Result.BytesFree, growth),
            SecondsToFullUnshipped: Until(last.Result.BytesFree, written),
            points);
    }

    /// <summary>
    /// Every run of the whole volume after the first one finds files that were written since the first. A file that cannot be
    /// shipped counts in every run, so the number may be too high.
    /// </summary>
    private static double? Written(IReadOnlyList<ScanFact> scans)
    {
        var whole = scans.Where(scan => scan is { DryRun: false, Prefix: null or "" }).ToArray();
        var later = whole.SkipWhile((scan, index) => index == 0 || scan.After is not null).ToArray();
        if (later.Length == 0)
            return null;
        var span = later[^1].StartedAt - whole[0].StartedAt;
        return IsEnough(whole.Count(scan => scan.After is null), span)
            ? later.Sum(scan => (double)scan.Result.Bytes) / span.TotalSeconds : null;
    }

    /// <summary>The slope of the least-squares line through the used bytes.</summary>
    private static double? Growth(VolumePoint[] points)
    {
        if (points.Length == 0 || !IsEnough(points.Length, points[^1].At - points[0].At))
            return null;
        var x = points.Select(point => (point.At - points[0].At).TotalSeconds).ToArray();
        var (meanX, meanY) = (x.Average(), points.Average(point => (double)point.Used));
        var spread = x.Sum(value => (value - meanX) * (value - meanX));
        return spread > 0 ? x.Zip(points, (value, point) => (value - meanX) * (point.Used - meanY)).Sum() / spread : null;
    }

    private static double? Until(long free, double? perSecond) =>
        perSecond is > 0 and { } rate && free / rate is var seconds && seconds < Longest.TotalSeconds ? seconds : null;
}

/// <summary>The volume at the end of a scan.</summary>
public sealed record VolumePoint(DateTimeOffset At, long Used, long Total);
