namespace Longshore.Core.Ship;

/// <summary>Counts the outcomes in a receipt.</summary>
public static class SyncMetrics
{
    public static void Record(Receipt receipt)
    {
        Metrics.Batch("sync", receipt.FinishedAt - receipt.StartedAt);
        foreach (var group in receipt.Files.GroupBy(
            entry => (entry.Outcome, Reason: entry.Outcome is FileOutcome.Deferred or FileOutcome.Failed ? entry.Reason : null)))
        {
            Metrics.Count("sync", group.Key.Outcome.ToString().ToLowerInvariant(), group.Key.Reason, group.Count(),
                group.Key.Outcome is FileOutcome.Uploaded or FileOutcome.Present ? group.Sum(entry => entry.Size ?? 0) : 0);
        }
    }
}
