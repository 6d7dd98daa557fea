namespace Longshore.Core.Clean;

/// <summary>
/// Closes begun records of cleanups that died or could not write their outcome. Files that are neither in place nor in the trash
/// count as deleted by them, unless another cleanup counts them. It runs if trash of a dead process was found, and beside a batch
/// once an hour at most. Its errors fail no batch: the record stays open for the next look.
/// </summary>
public sealed class BegunClosing(
    CleanupRecords records, Volume volume, IOptions<CleanupOptions> options, WorkClock clock, ILogger<BegunClosing> log)
{
    private const int AtOnce = 8;
    private readonly HourlyLook _look = clock.Hourly();

    /// <summary>Closes records that have been open for longer than twice the deadline.</summary>
    /// <param name="isDue">Look now, even if the hour is not over.</param>
    /// <param name="stop">Ends the look.</param>
    public async Task CloseAsync(VolumeRoot root, bool isDue, CancellationToken stop)
    {
        if (options.Value.DryRun || !(_look.IsDue() | isDue))
            return;
        try
        {
            var open = await OpenAsync(stop);
            if (open.Count > 0)
                await CloseAsync(root, open, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The batch is done or parked; the next look continues.
        }
        catch (StoreException e)
        {
            log.BegunNotClosed(e.Message);
        }
    }

    private async Task CloseAsync(VolumeRoot root, List<OpenCleanup> open, CancellationToken stop)
    {
        // A cleanup writes its begun record before it deletes, so the files must be looked at before the records are listed.
        foreach (var one in open)
            one.Look(root);
        var suspects = open.SelectMany(one => one.Missing.Select(file => (One: one, File: file)))
            .ToLookup(pair => pair.File.WithoutPath());
        if (suspects.Count > 0)
            await AskOthersAsync(open, suspects, stop);

        var counted = new HashSet<(OpenCleanup, BegunFile)>();
        var closed = new List<(OpenCleanup Record, CleanupOutcome Outcome)>();
        foreach (var one in open.Where(one => one.IsCertain))
        {
            var deleted = one.Missing.Where(file => !one.Elsewhere.Contains(file)
                && !suspects[file.WithoutPath()].Any(pair => pair.File.MayBe(file) && counted.Contains(pair))).ToArray();
            counted.UnionWith(deleted.Select(file => (one, file)));
            closed.Add((one, one.Outcome(deleted, clock.Now)));
        }

        await Parallel.ForEachAsync(closed, Several(stop), async (pair, token) =>
            await PutAsync(pair.Record, pair.Outcome, token));
    }

    /// <summary>A refusal of one outcome does not prevent the others.</summary>
    private async Task PutAsync(OpenCleanup one, CleanupOutcome outcome, CancellationToken stop)
    {
        try
        {
            if (await records.TryPutAsync(one.Listed.Number, outcome, stop))
                log.BegunClosed(one.Listed.Number, one.Listed.Batch, outcome.Deleted, outcome.Kept.Count, outcome.Gone);
        }
        catch (Exception e) when (e is StoreRefusedException or RequestRefusedException)
        {
            log.BegunNotClosed(e.Message);
        }
    }

    /// <summary>
    /// Finds the missing files that another cleanup counts or may still count. A file may also have been in the trash of a
    /// cleanup that kept it and wrote its outcome since the limit: then the next look decides.
    /// </summary>
    private async Task AskOthersAsync(
        List<OpenCleanup> open, ILookup<BegunFile, (OpenCleanup One, BegunFile File)> suspects, CancellationToken stop)
    {
        var mine = open.Select(one => (one.Listed.Batch, one.Listed.Number)).ToHashSet();
        // A cleanup that began earlier may have run at the same time.
        var since = open.Min(one => one.Listed.At) - _look.Longest;
        var others = await records.ListAsync(stop)
            .Where(begun => !mine.Contains((begun.Batch, begun.Number)) && !(begun.At < since)).ToListAsync(stop);
        await Parallel.ForEachAsync(others, Several(stop), async (other, token) =>
        {
            var (begun, outcome) = await ReadAsync(other, token);
            if (begun is null || begun.Volume != volume.Name)
                return;
            var deleted = outcome is null ? [] : begun.DeletedBy(outcome).ToHashSet();
            // The file may have been in that cleanup's trash during the look, and may have been put back since.
            var mayHaveHad =
                outcome is null || other.Outcome is not { Modified: { } written } || written >= _look.Limit;
            foreach (var file in begun.Files)
            {
                foreach (var (one, missing) in suspects[file.WithoutPath()].Where(pair => pair.File.MayBe(file)))
                {
                    lock (one)
                    {
                        if (deleted.Contains(file))
                            one.Elsewhere.Add(missing);
                        else if (mayHaveHad)
                            one.IsCertain = false;
                    }
                }
            }
        });
    }

    private async Task<List<OpenCleanup>> OpenAsync(CancellationToken stop)
    {
        var listed = await records.ListAsync(stop).Where(begun => !begun.IsEnded && begun.At < _look.Limit).ToListAsync(stop);
        var open = new ConcurrentBag<OpenCleanup>();
        await Parallel.ForEachAsync(listed, Several(stop), async (one, token) =>
        {
            if (await ReadAsync(one, token) is ({ } begun, _) && begun.Volume == volume.Name)
                open.Add(new OpenCleanup(one, begun));
        });
        return [.. open.OrderBy(one => one.Listed.At).ThenBy(one => one.Listed.Number)];
    }

    private static ParallelOptions Several(CancellationToken stop) =>
        new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop };

    /// <summary>Reads a record. A refused one, such as an archived one, does not prevent the others.</summary>
    private async Task<(BegunCleanup? Begun, CleanupOutcome? Outcome)> ReadAsync(CleanupPair listed, CancellationToken stop)
    {
        try
        {
            return await records.ReadAsync(listed, stop);
        }
        catch (Exception e) when (e is StoreRefusedException or RequestRefusedException)
        {
            log.BegunNotClosed(e.Message);
            return (null, null);
        }
    }
}
