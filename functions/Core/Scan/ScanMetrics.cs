namespace Longshore.Core.Scan;

/// <summary>Counts what a scan saw and does not ship; what it ships is sync's to count.</summary>
internal static class ScanMetrics
{
    /// <param name="ended">When the scan reached the end of the volume; null if it did not, or saw a part of it.</param>
    public static void Record(ScanCompleted scan, ScanTally tally, EmittedBatches emitted, DateTimeOffset? ended)
    {
        if (scan.DryRun)
            return;
        Metrics.Scanned(scan.Batches, scan.FailedBatches);
        if (ended is { } now)
            Metrics.ScanEnded(now);
        var (files, bytes) = emitted.Planned();
        Metrics.Count("schedule", "planned", null, files, bytes);
        Metrics.Count("schedule", "ignored", null, scan.Ignored, 0);
        Metrics.Count("schedule", "reserved", null, scan.Reserved, 0);
        Metrics.Count("schedule", "unaddressable", null, scan.Unaddressable, 0);
        Metrics.Count("schedule", "special", null, scan.Special, 0);
        Metrics.Count("schedule", "unreadable", null, scan.Unreadable, 0);
        foreach (var (reason, deferred) in tally.DeferredFor)
            Metrics.Count("schedule", "deferred", reason, deferred, 0);
    }
}
