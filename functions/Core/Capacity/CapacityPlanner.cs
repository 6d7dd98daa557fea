using static Longshore.Core.Capacity.CapacityAssumptions;

namespace Longshore.Core.Capacity;

/// <summary>The arithmetic of <c>docs/capacity.md</c>. Pure.</summary>
public static class CapacityPlanner
{
    public static CapacityPlan Plan(CapacityRequest request)
    {
        var rate = request.Rate;
        var batches = RequestCounter.Batches(rate, rate.FilesIn(request.Interval));
        return new CapacityPlan(
            "longshore.capacity/1", RateOf(request), DiskPlanner.Plan(request), DrainOf(request, batches),
            new RunPlan(
                batches,
                SchedulePods: 1,
                SyncPods: (int)Math.Min(batches, SyncPods),
                CleanupPods: (int)Math.Min(batches, CleanupPods),
                RequestCounter.OfRun(rate, rate.FilesIn(request.Interval), batches)),
            CostPlanner.Plan(request, batches),
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
