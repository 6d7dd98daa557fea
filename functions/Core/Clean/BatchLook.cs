namespace Longshore.Core.Clean;

/// <param name="Files">One per file that the receipt reports as shipped.</param>
/// <param name="Fault">The error that ended the work early, or null. Throw it after the finished work is recorded.</param>
public sealed record CleanedBatch(CleanedFile[] Files, Exception? Fault);

/// <summary>Checks S3 and the volume again and decides on each file. It deletes nothing.</summary>
public sealed class BatchLook(
    Volume volume, S3Store store, KeyRange range, ObjectProof proof, IOptions<CleanupOptions> options, WorkClock clock)
{
    private const int AtOnce = 4;

    /// <summary>Most files that one worker takes at a time: neighbours share a folder.</summary>
    private const int LongestRun = 32;

    /// <summary>Decides on each file. The caller deletes those with <see cref="DeleteVerdict.Delete"/>.</summary>
    /// <param name="tokens">After Park the rest is kept as <see cref="Reasons.NotStarted"/>. Abort ends requests.</param>
    public async Task<CleanedBatch> LookAsync(VolumeRoot root, CleanupReceipt receipt, WorkTokens tokens)
    {
        var settled = receipt.Believed;
        var listed = await range.ListAsync(settled.Select(entry => entry.Key!).ToHashSet(StringComparer.Ordinal), tokens.Abort);
        var looked = new CleanedFile[settled.Length];
        var fault = default(Exception);
        var faults = new ObjectFaults(store);
        var run = Math.Clamp(settled.Length / AtOnce, 1, LongestRun);
        var starts = Enumerable.Range(0, (settled.Length + run - 1) / run).Select(number => number * run);
        await Parallel.ForEachAsync(starts, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (start, _) =>
        {
            using var look = root.Look();
            for (var index = start; index < Math.Min(settled.Length, start + run); index++)
                looked[index] = await TryAsync(look, settled[index]);
        });
        return new CleanedBatch([.. looked, .. receipt.Refused], fault);

        async Task<CleanedFile> TryAsync(FolderLook look, ReceiptEntry entry)
        {
            var reason = default(string);
            try
            {
                if (!tokens.Park.IsCancellationRequested && fault is null)
                    return await LookAsync(look, entry, listed, tokens.Abort);
            }
            catch (Exception e) when (e is StoreException or OperationCanceledException)
            {
                // If one object fails, its file is kept. If the store fails, the work on proven files is finished and recorded
                // before the error is thrown.
                reason = await faults.ReasonAsync(e, entry.Path, tokens.Abort);
                if (reason is null)
                    Interlocked.CompareExchange(ref fault, e, null);
            }

            return new CleanedFile(entry, DeleteVerdict.Keep, reason ?? Reasons.NotStarted);
        }
    }

    private async Task<CleanedFile> LookAsync(
        FolderLook look, ReceiptEntry entry, IReadOnlyDictionary<string, ListedObject> listed, CancellationToken abort)
    {
        if (!VolumePath.TryParse(entry.Path, out var path, out _))
            return new CleanedFile(entry, DeleteVerdict.Keep, Reasons.NotSettled);
        // A rule may be newer than the receipt: a file that it excludes now is kept.
        if (volume.Bars(path.Value) is { } barred)
            return new CleanedFile(entry, DeleteVerdict.Keep, barred);
        try
        {
            // The listing may end before this key.
            ListedObject? seen = listed.TryGetValue(entry.Key!, out var item) ? item : await store.FindAsync(entry.Key!, abort);
            var file = look.Stat(path);
            var decision = Decide(entry, file, seen);
            if (decision.Reason == Reasons.Changed && file.Fingerprint.DiffersInInodeOnly(entry.Fingerprint()!.Value))
                return new CleanedFile(entry, DeleteVerdict.Keep, Reasons.InodeChanged);
            if (decision.Reason == Reasons.ObjectMissing && seen is null && await IsThereAsync(entry.Key!, abort))
                return new CleanedFile(entry, DeleteVerdict.Keep, Reasons.ListingDisagrees);
            if (decision.Verdict != DeleteVerdict.Delete)
                return new CleanedFile(entry, decision.Verdict, decision.Reason);
            (seen, var content) = await proof.OfAsync(entry, seen!.Value, abort);
            decision = Decide(entry, file, seen);
            return new CleanedFile(entry, decision.Verdict, decision.Reason) { Path = path, Content = content };
        }
        catch (VolumeFileException e)
        {
            return new CleanedFile(entry, DeleteVerdict.Keep, e.Reason);
        }
    }

    /// <summary>Whether the store knows the object although it does not list it. Only for the reason: the file is kept.</summary>
    private async Task<bool> IsThereAsync(string key, CancellationToken abort)
    {
        try
        {
            return await store.ExistsAsync(key, abort);
        }
        catch (StoreException)
        {
            // S3 answers 403 for a missing key that the role may not list.
            return false;
        }
    }

    private DeleteDecision Decide(ReceiptEntry entry, FileStat file, ListedObject? seen) =>
        DeleteDecision.Decide(entry, file, seen, Timestamp.From(clock.Now), options.Value.KeepFor);
}
