namespace Longshore.Core.Clean;

/// <param name="Files">One per file that the receipt reports as shipped.</param>
/// <param name="Fault">The error that ended the work early, or null. Throw it after the finished work is recorded.</param>
public sealed record CleanedBatch(CleanedFile[] Files, Exception? Fault);

/// <summary>Checks S3 and the volume again and decides on each file. It deletes nothing.</summary>
public sealed class BatchLook(
    Volume volume, S3Store store, KeyRange range, ObjectProof proof, BundleProof bundles, IOptions<CleanupOptions> options,
    WorkClock clock)
{
    private const int AtOnce = 4;

    /// <summary>Most files that one worker takes at a time: neighbours share a folder.</summary>
    private const int LongestRun = 32;

    /// <summary>
    /// Decides on each file, in half of the time at most: the rest is for the deletion. The caller deletes those with
    /// <see cref="DeleteVerdict.Delete"/>.
    /// </summary>
    /// <param name="tokens">
    /// After Park, or half of the time, the rest is kept as <see cref="Reasons.NotStarted"/>. Abort ends requests.
    /// </param>
    public async Task<CleanedBatch> LookAsync(VolumeRoot root, CleanupReceipt receipt, WorkTokens tokens)
    {
        using var half = new CancellationTokenSource(clock.Deadline / 2, clock.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(tokens.Park, half.Token);
        var settled = receipt.Believed;
        var listed = await range.ListAsync(settled, [], tokens.Abort);
        var looked = new CleanedFile?[settled.Length];
        var fault = default(Exception);
        var faults = new ObjectFaults(store);
        await Parallel.ForEachAsync(Runs(settled), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (run, _) =>
        {
            using var look = root.Look();
            if (settled[run[0]].Bundle is { } bundle)
            {
                var entries = Array.ConvertAll(run, index => settled[index]);
                await TryAsync(run, async () =>
                {
                    foreach (var (index, file) in run.Zip(await LookAtBundleAsync(look, bundle, entries, listed, stop.Token)))
                        looked[index] = file;
                });
                return;
            }

            foreach (var index in run)
                await TryAsync([index], async () => looked[index] = await LookAsync(look, settled[index], listed, tokens.Abort));
        });
        return new CleanedBatch([.. looked!, .. receipt.Refused], fault);

        async Task TryAsync(int[] indexes, Func<Task> lookAsync)
        {
            var reason = default(string);
            try
            {
                if (!stop.IsCancellationRequested && fault is null)
                    await lookAsync();
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested && !tokens.Abort.IsCancellationRequested)
            {
                // There was no time for a bundle.
            }
            catch (Exception e) when (e is StoreException or OperationCanceledException)
            {
                // If one object fails, its files are kept. If the store fails, the work on proven files is finished and recorded
                // before the error is thrown.
                reason = await faults.ReasonAsync(e, settled[indexes[0]].Path, tokens.Abort);
                if (reason is null)
                    Interlocked.CompareExchange(ref fault, e, null);
            }

            foreach (var index in indexes)
                looked[index] ??= new CleanedFile(settled[index], DeleteVerdict.Keep, reason ?? Reasons.NotStarted);
        }
    }

    /// <summary>
    /// Files that one worker looks at, by their indexes: those of a bundle in the order of their offsets, or neighbours without
    /// one.
    /// </summary>
    private static IEnumerable<int[]> Runs(ReceiptEntry[] settled)
    {
        var indexes = Enumerable.Range(0, settled.Length).ToLookup(index => settled[index].Bundle?.Key);
        var longest = Math.Clamp(settled.Length / AtOnce, 1, LongestRun);
        return indexes.Where(static group => group.Key is not null)
            .Select(group => group.OrderBy(index => settled[index].Offset).ToArray())
            .Concat(indexes[null].Chunk(longest));
    }

    private async Task<CleanedFile[]> LookAtBundleAsync(FolderLook look, ReceiptBundle bundle, ReceiptEntry[] entries,
        IReadOnlyDictionary<string, ListedObject> listed, CancellationToken stop)
    {
        var seen = await FindAsync(bundle.Key, listed, stop);
        var decided = Array.ConvertAll(entries, entry => Decide(look, entry, seen, out _));
        if (seen is null && Array.Exists(decided, IsObjectMissing) && await IsThereAsync(bundle.Key, stop))
            return Array.ConvertAll(decided, Disagrees);
        if (!Array.Exists(decided, static file => file.Verdict == DeleteVerdict.Delete))
            return decided;
        var areUnchanged = Array.TrueForAll(
            decided, static file => file.Verdict == DeleteVerdict.Delete || file.Reason == Reasons.KeepFor);
        var (contents, reason) = await bundles.OfAsync(look, bundle, entries, areUnchanged, stop);
        return [.. decided.Select((file, at) => file.Verdict != DeleteVerdict.Delete ? file
            : contents is null ? file with { Verdict = DeleteVerdict.Keep, Reason = reason! }
            : file with { Content = contents[at] })];
    }

    private async Task<CleanedFile> LookAsync(
        FolderLook look, ReceiptEntry entry, IReadOnlyDictionary<string, ListedObject> listed, CancellationToken abort)
    {
        var seen = await FindAsync(entry.Key!, listed, abort);
        var decided = Decide(look, entry, seen, out var file);
        if (seen is null && IsObjectMissing(decided) && await IsThereAsync(entry.Key!, abort))
            return Disagrees(decided);
        if (decided.Verdict != DeleteVerdict.Delete)
            return decided;
        (seen, var content) = await proof.OfAsync(entry, seen!.Value, abort);
        return Decide(entry, decided.Path, file, seen) with { Content = content };
    }

    /// <summary>The listing may end before this key.</summary>
    private async ValueTask<ListedObject?> FindAsync(
        string key, IReadOnlyDictionary<string, ListedObject> listed, CancellationToken cancellation) =>
        listed.TryGetValue(key, out var item) ? item : await store.FindAsync(key, cancellation);

    private static bool IsObjectMissing(CleanedFile file) => file.Reason == Reasons.ObjectMissing;

    /// <summary>The store knows the object and does not list it.</summary>
    private static CleanedFile Disagrees(CleanedFile file) =>
        IsObjectMissing(file) ? file with { Reason = Reasons.ListingDisagrees } : file;

    private CleanedFile Decide(FolderLook look, ReceiptEntry entry, ListedObject? seen, out FileStat file)
    {
        file = default;
        if (!VolumePath.TryParse(entry.Path, out var path, out _))
            return new CleanedFile(entry, DeleteVerdict.Keep, Reasons.NotSettled);
        // A rule may be newer than the receipt: a file that it excludes now is kept.
        if (volume.Bars(path.Value) is { } barred)
            return new CleanedFile(entry, DeleteVerdict.Keep, barred);
        try
        {
            file = look.Stat(path);
            return Decide(entry, path, file, seen);
        }
        catch (VolumeFileException e)
        {
            return new CleanedFile(entry, DeleteVerdict.Keep, e.Reason);
        }
    }

    private CleanedFile Decide(ReceiptEntry entry, VolumePath path, FileStat file, ListedObject? seen)
    {
        var (verdict, reason) = DeleteDecision.Decide(entry, file, seen, Timestamp.From(clock.Now), options.Value.KeepFor);
        var isInodeOnly = reason == Reasons.Changed && file.Fingerprint.DiffersInInodeOnly(entry.Fingerprint()!.Value);
        return new CleanedFile(entry, verdict, isInodeOnly ? Reasons.InodeChanged : reason) { Path = path };
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
}
