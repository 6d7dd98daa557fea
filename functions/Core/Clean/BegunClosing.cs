namespace Longshore.Core.Clean;

/// <summary>
/// Closes begun records whose cleanup died or could not write its outcome: files that are neither in place nor in the trash count
/// as deleted by it, unless another cleanup counts them. Runs where trash of a process that died was found, and beside a batch
/// once an hour at most. What it cannot do fails no batch: the record stays open and the next look closes it.
/// </summary>
public sealed class BegunClosing(
    CleanupRecords records, Volume volume, IOptions<CleanupOptions> options, WorkClock clock, ILogger<BegunClosing> log)
{
    private const int AtOnce = 8;
    private readonly HourlyLook _look = clock.Hourly();

    /// <summary>Closes what is open for longer than twice the deadline.</summary>
    /// <param name="isDue">There is a reason to look, beside the hour.</param>
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
            // The batch is done or parked; the records wait for the next look.
        }
        catch (StoreException e)
        {
            log.BegunNotClosed(e.Message);
        }
    }

    private async Task CloseAsync(VolumeRoot root, List<OpenCleanup> open, CancellationToken stop)
    {
        // A cleanup writes its begun record before it deletes. So look at the files first, then list the records.
        foreach (var one in open)
            one.Look(root);
        var suspects = open.SelectMany(one => one.Missing.Select(file => (one, file)))
            .GroupBy(pair => pair.file).ToDictionary(group => group.Key, group => group.Select(pair => pair.one).ToArray());
        if (suspects.Count > 0)
            await AskOthersAsync(open, suspects, stop);

        var counted = new HashSet<BegunFile>();
        var closed = new List<(OpenCleanup Record, CleanupOutcome Outcome)>();
        foreach (var one in open.Where(one => one.IsCertain))
        {
            var deleted = one.Missing.Where(file => !one.Elsewhere.Contains(file) && counted.Add(file)).ToArray();
            closed.Add((one, one.Outcome(deleted, clock.Now)));
        }

        await Parallel.ForEachAsync(closed, Several(stop), async (pair, token) =>
            await PutAsync(pair.Record, pair.Outcome, token));
    }

    /// <summary>One that is refused hinders no other.</summary>
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

    /// <summary>Finds those of the missing files that another cleanup counts or may be about to count.</summary>
    private async Task AskOthersAsync(
        List<OpenCleanup> open, Dictionary<BegunFile, OpenCleanup[]> suspects, CancellationToken stop)
    {
        var mine = open.Select(one => (one.Listed.Batch, one.Listed.Number)).ToHashSet();
        // A cleanup that began earlier may have gone on beside these.
        var since = open.Min(one => one.Listed.At) - _look.Longest;
        var others = new List<ListedCleanup>();
        await foreach (var begun in records.ListAsync(stop))
        {
            if (!mine.Contains((begun.Batch, begun.Number)) && !(begun.At < since))
                others.Add(begun);
        }

        await Parallel.ForEachAsync(others, Several(stop), async (other, token) =>
        {
            var (begun, outcome) = await ReadAsync(other, token);
            if (begun is null || begun.Volume != volume.Name)
                return;
            var deleted = outcome is null ? null : begun.DeletedBy(outcome).ToHashSet();
            foreach (var file in begun.Files.Where(suspects.ContainsKey))
            {
                foreach (var one in suspects[file])
                {
                    lock (one)
                    {
                        if (deleted is null)
                            one.IsCertain = false;
                        else if (deleted.Contains(file))
                            one.Elsewhere.Add(file);
                    }
                }
            }
        });
    }

    private async Task<List<OpenCleanup>> OpenAsync(CancellationToken stop)
    {
        var listed = new List<ListedCleanup>();
        await foreach (var begun in records.ListAsync(stop))
        {
            if (!begun.IsEnded && begun.At < _look.Limit)
                listed.Add(begun);
        }

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

    /// <summary>A record that the store hands to nobody, such as an archived one, tells nothing and hinders no other.</summary>
    private async Task<(BegunCleanup? Begun, CleanupOutcome? Outcome)> ReadAsync(ListedCleanup listed, CancellationToken stop)
    {
        try
        {
            return await records.ReadAsync(listed.Batch, listed.Number, listed.IsEnded, stop);
        }
        catch (Exception e) when (e is StoreRefusedException or RequestRefusedException)
        {
            log.BegunNotClosed(e.Message);
            return (null, null);
        }
    }
}
