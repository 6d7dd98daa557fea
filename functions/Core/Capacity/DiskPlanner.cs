namespace Longshore.Core.Capacity;

/// <summary>Computes the size of the volume. Pure.</summary>
internal static class DiskPlanner
{
    private const double GiB = 1L << 30;

    public static DiskPlan Plan(CapacityRequest request)
    {
        var (interval, drain, kept) = (request.Interval, request.Drain, request.KeepFor);
        // A claim cannot shrink, so the worst row gives its size.
        DiskRow[] rows =
        [
            Row(request, "12 h", TimeSpan.FromHours(12) + kept),
            Row(request, "24 h", TimeSpan.FromHours(24) + kept),
            Row(request, $"a missed run: two intervals of {Units.Duration(interval)}, and the time to drain",
                (interval * 2) + drain + kept),
            Row(request, $"an outage of {Units.Duration(request.Outage)} after one interval",
                request.Outage + interval + drain + kept),
        ];
        var claim = Claim(rows.Max(row => row.WithHeadroom));
        return new DiskPlan(
            request.Headroom, rows, $"{(long)(claim / GiB)}Gi", claim, claim / OnDisk(request, TimeSpan.FromSeconds(1)));
    }

    /// <summary>Rounds up to whole GiB up to 10, then to a multiple of 5, 50, 500 and so on.</summary>
    internal static long Claim(double bytes)
    {
        var gib = Math.Max(1, Math.Ceiling(bytes / GiB));
        var step = 1L;
        for (var limit = 10L; gib > limit; limit *= 10)
            step = limit / 2;
        return (long)Math.Ceiling(gib / step) * step << 30;
    }

    private static DiskRow Row(CapacityRequest request, string what, TimeSpan time)
    {
        var onDisk = OnDisk(request, time);
        return new DiskRow(what, time.TotalSeconds, request.Rate.FilesIn(time), request.Rate.BytesIn(time), onDisk,
            onDisk / (1 - request.Headroom));
    }

    private static double OnDisk(CapacityRequest request, TimeSpan time) =>
        request.Rate.BytesIn(time) + (request.Rate.FilesIn(time) * CapacityAssumptions.BlockWaste);
}
