namespace Longshore.Core.Clean;

/// <summary>Counts the results of a cleanup.</summary>
internal static class CleanupMetrics
{
    public static void Record(CleanupOutcome outcome)
    {
        if (outcome.DryRun)
            return;
        Metrics.Batch("cleanup", outcome.FinishedAt - outcome.StartedAt);
        Metrics.Count("cleanup", "deleted", null, outcome.Deleted, outcome.BytesFreed);
        Metrics.Count("cleanup", "gone", null, outcome.Gone, 0);
        foreach (var kept in outcome.Kept.Values.GroupBy(reason => reason))
            Metrics.Count("cleanup", "kept", kept.Key, kept.Count(), 0);
    }
}
