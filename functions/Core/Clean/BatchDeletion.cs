namespace Longshore.Core.Clean;

/// <summary>Deletes the files that <see cref="BatchLook"/> chose; with <c>Cleanup:DryRun</c> none.</summary>
public sealed class BatchDeletion(
    IOptions<CleanupOptions> options, IOptions<ReadinessOptions> readiness, WorkClock clock, ILogger<BatchDeletion> log)
{
    private const int AtOnce = 4;

    /// <summary>A random id of this process.</summary>
    public static readonly string Process = Guid.NewGuid().ToString("n");
    private int _warned;

    public bool IsDryRun => options.Value.DryRun;

    /// <summary>Deletes the chosen files. Their begun record must be in S3 before the call.</summary>
    /// <returns>The same files, with the result of each.</returns>
    public async Task<CleanedFile[]> DeleteAsync(VolumeRoot root, string batch, CleanedFile[] looked, CancellationToken park)
    {
        var dryRun = IsDryRun;
        var cleaned = new CleanedFile[looked.Length];
        await Parallel.ForAsync(0, looked.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, (index, _) =>
        {
            var file = looked[index];
            cleaned[index] = dryRun || file.Verdict != DeleteVerdict.Delete ? file
                : park.IsCancellationRequested ? file with { Verdict = DeleteVerdict.Keep, Reason = Reasons.NotStarted }
                : Delete(root, batch, file, park);
            return ValueTask.CompletedTask;
        });
        return cleaned;
    }

    /// <summary>Removes folders that the deletions left empty, if <c>Cleanup:RemoveEmptyDirectories</c> is set.</summary>
    /// <returns>The number of removed folders.</returns>
    public int RemoveEmptyDirectories(VolumeRoot root, CleanedFile[] cleaned)
    {
        if (!options.Value.RemoveEmptyDirectories || IsDryRun)
            return 0;
        var deleted = cleaned.Where(file => file.Verdict == DeleteVerdict.Delete).Select(file => file.Path);
        return root.RemoveEmptyDirectories(deleted, readiness.Value.MinAge, clock.Time);
    }

    private CleanedFile Delete(VolumeRoot root, string batch, CleanedFile file, CancellationToken park)
    {
        var entry = file.Entry;
        try
        {
            var outcome = root.Delete(file.Path, entry.Fingerprint()!.Value, batch, Process, file.Content with { Stop = park });
            if (!outcome.Leased)
                Warn(file.Path, outcome);
            return outcome switch
            {
                { Result: TrashResult.Deleted } => file,
                { Result: TrashResult.Gone } => new CleanedFile(entry, DeleteVerdict.Gone, ""),
                { Reason: Reasons.ChangedSinceReceipt or Reasons.ChangedWhileDeleting or Reasons.NotARegularFile } =>
                    new CleanedFile(entry, DeleteVerdict.Keep, Reasons.Changed),
                { Reason: Reasons.OutOfTime } => new CleanedFile(entry, DeleteVerdict.Keep, Reasons.NotStarted),
                _ => new CleanedFile(entry, DeleteVerdict.Keep, outcome.Reason!),
            };
        }
        catch (VolumeFileException e)
        {
            return new CleanedFile(entry, DeleteVerdict.Keep, e.Reason);
        }
    }

    /// <summary>Once a process: without a lease only MinAge protects against memory-mapped writes.</summary>
    private void Warn(VolumePath path, TrashOutcome outcome)
    {
        var minAge = readiness.Value.MinAge;
        if (outcome.Result is TrashResult.Deleted or TrashResult.PutBack && minAge < Writeback.Time
            && Interlocked.Exchange(ref _warned, 1) == 0)
            log.MappedWritesUnseen(minAge, Writeback.Time, path.Value);
    }
}
