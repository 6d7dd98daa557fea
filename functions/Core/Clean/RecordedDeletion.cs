using System.Runtime.ExceptionServices;

namespace Longshore.Core.Clean;

/// <summary>The steps of one cleanup in order: look at each file, write the begun record, delete, write the outcome.</summary>
public sealed class RecordedDeletion(
    BatchLook look, BatchDeletion deletion, CleanupRecords records, Volume volume, WorkClock clock,
    ILogger<RecordedDeletion> log)
{
    /// <summary>Deletes the proven files. If an earlier attempt's outcome is unwritten, only writes that.</summary>
    /// <param name="startedAt">When the work on the event began.</param>
    public async Task<CleanResult> RunAsync(
        VolumeRoot root, CleanupReceipt receipt, CleanRequest request, DateTimeOffset startedAt, WorkTokens tokens)
    {
        var done = records.Unwritten(receipt.Key) ?? await DeleteAsync(root, receipt, request, startedAt, tokens);
        var (outcome, number, isFirst) = await records.EndAsync(done, tokens.Abort);
        if (isFirst)
            Count(outcome);
        log.BatchCleaned(outcome.Batch, outcome.Deleted, outcome.Gone, outcome.Kept.Count, outcome.BytesFreed,
            (outcome.FinishedAt - outcome.StartedAt).TotalMilliseconds, outcome.DryRun);
        if (done.Fault is not null)
            ExceptionDispatchInfo.Throw(done.Fault);
        return new CleanResult(outcome, number, IsCut: outcome.Kept.ContainsValue(Reasons.NotStarted));
    }

    /// <summary>Counts the results of a cleanup for the metrics.</summary>
    internal static void Count(CleanupOutcome outcome)
    {
        if (outcome.DryRun)
            return;
        Metrics.Batch("cleanup", outcome.FinishedAt - outcome.StartedAt);
        Metrics.Count("cleanup", "deleted", null, outcome.Deleted, outcome.BytesFreed);
        Metrics.Count("cleanup", "gone", null, outcome.Gone, 0);
        foreach (var kept in outcome.Kept.Values.GroupBy(reason => reason))
            Metrics.Count("cleanup", "kept", kept.Key, kept.Count(), 0);
    }

    private async Task<UnwrittenCleanup> DeleteAsync(
        VolumeRoot root, CleanupReceipt receipt, CleanRequest request, DateTimeOffset startedAt, WorkTokens tokens)
    {
        var (looked, fault) = await look.LookAsync(root, receipt, tokens);
        if (fault is not null && !Array.Exists(looked, file => file.Verdict == DeleteVerdict.Delete))
            ExceptionDispatchInfo.Throw(fault);

        // If this throws, no file is deleted.
        var process = $"{BatchDeletion.Process} {request.Event}";
        var begun = BegunCleanup.Of(receipt, volume.Name, process, startedAt, deletion.IsDryRun, looked);
        var number = await records.BeginAsync(begun, tokens.Abort);
        var cleaned = await deletion.DeleteAsync(root, receipt.Batch, looked, tokens.Park);
        request.Cleaned?.Invoke(cleaned, begun.DryRun);
        var finished = clock.Now;
        var removed = deletion.RemoveEmptyDirectories(root, cleaned);
        return new UnwrittenCleanup(begun, number, fault, CleanupOutcome.Of(begun, looked, cleaned, finished, removed));
    }
}
