using static Longshore.Core.Capacity.CapacityAssumptions;

namespace Longshore.Core.Capacity;

/// <summary>The arithmetic of <c>docs/capacity.md</c>. Pure.</summary>
public static class CapacityPlanner
{
    public static CapacityPlan Plan(CapacityRequest request)
    {
        var rate = request.Rate;
        var batches = RequestCounter.Batches(rate, rate.FilesIn(request.Interval));
        var run = RunOf(request, batches);
        return new CapacityPlan(
            "longshore.capacity/1", RateOf(request), DiskPlanner.Plan(request), DrainOf(request, batches),
            run, CostPlanner.Plan(request, run), BundlesOf(request),
            [
                "KB, MB and GB are powers of 1,000; KiB, MiB and GiB of 1,024, which S3 bills by",
                "a month has 730 hours; the writer writes day and night at the same rate",
                "a file wastes half of a 4,096-byte block on the disk",
                $"batches, pods and parallelism as in knative/base: {BatchFiles} files and {BatchBytes >> 20} MiB a batch, "
                    + $"{SyncPods} sync and {CleanupPods} cleanup pods",
                $"a PUT takes {PutLatency.TotalMilliseconds} ms; nothing has to be tried again; transfer into S3 costs nothing",
                $"records take {RecordBytesPerFile} bytes a file in STANDARD and stay as long as the objects",
                $"prices of {request.Prices.Region} as of {request.Prices.AsOf:yyyy-MM-dd}, without tax, free tier, encryption "
                    + "by KMS, versions and replication",
            ]);
    }

    /// <summary>The cost of a month in which each run has so many batches.</summary>
    internal static CostPlan CostOf(CapacityRequest request, long batches) =>
        CostPlanner.Plan(request, RunOf(request, batches));

    private static RunPlan RunOf(CapacityRequest request, long batches) =>
        RunOf(batches, RequestCounter.OfRun(request.Rate, request.Rate.FilesIn(request.Interval), batches));

    private static RunPlan RunOf(long batches, RequestCounts requests) => new(
        batches,
        SchedulePods: 1,
        SyncPods: (int)Math.Min(batches, SyncPods),
        CleanupPods: (int)Math.Min(batches, CleanupPods),
        requests);

    private static BundlePlan? BundlesOf(CapacityRequest request)
    {
        if (BundledFiles.Of(request) is not { } files)
            return null;
        var run = RunOf(files.Batches, RequestCounter.OfRun(files));
        var (runs, perMonth) = (Month / request.Interval, Month / request.Rate.Span);
        var cost = CostPlanner.Plan(request, run, new ShippedObjects("bundle", files.MeanBytes,
        [
            new ObjectGroup(files.MeanBytes, files.Bundles * runs),
            .. files.OwnSizes.Select(group => new ObjectGroup(group.Mean, group.Files * perMonth)),
        ]));
        return new BundlePlan(
            request.BundleUpTo, BundleBytes, BundledBatchFiles, files.Inside, files.Bundles, files.MeanBytes, run, cost);
    }

    private static RatePlan RateOf(CapacityRequest request)
    {
        var (rate, day) = (request.Rate, TimeSpan.FromDays(1));
        return new RatePlan(
            rate.Origin, rate.Span.TotalSeconds, rate.Files, rate.Bytes, rate.MeanBytes, rate.BytesPerSecond,
            request.Interval.TotalSeconds,
            FilesPerInterval: rate.FilesIn(request.Interval),
            BytesPerInterval: rate.BytesIn(request.Interval),
            FilesPerDay: rate.FilesIn(day),
            BytesPerDay: rate.BytesIn(day),
            FilesPerMonth: rate.FilesIn(Month),
            BytesPerMonth: rate.BytesIn(Month),
            rate.Busiest);
    }

    private static DrainPlan DrainOf(CapacityRequest request, long batches)
    {
        var seconds = request.Drain.TotalSeconds;
        var files = request.Rate.FilesIn(request.Interval) / seconds;
        var bytes = request.Rate.BytesIn(request.Interval) / seconds;
        var pods = (int)Math.Max(1, Math.Min(batches, SyncPods));
        return new DrainPlan(
            seconds,
            BytesPerSecond: bytes,
            BitsPerSecond: bytes * 8,
            FilesPerSecond: files,
            pods,
            FilesPerSecondPerPod: files / pods,
            UploadsInFlightPerPod: (int)Math.Min(int.MaxValue, Math.Ceiling(files / pods * PutLatency.TotalSeconds)),
            IsThrottled: files > PutsPerSecondPerPrefix);
    }
}
