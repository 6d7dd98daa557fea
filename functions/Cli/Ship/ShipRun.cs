using Longshore.Core;
using Longshore.Core.Clean;
using Longshore.Core.Ship;

namespace Longshore.Cli.Ship;

/// <summary>
/// Does the work of a cluster's functions, from scan to cleanup, by calls of Core. Tells the ledger the outcome of each file.
/// </summary>
/// <param name="clean">Null if nothing is to be deleted.</param>
internal sealed class ShipRun(
    VolumeScan scan, BatchSync sync, ShipSteps steps, ShipLedger ledger, TimeProvider time, BatchClean? clean = null)
{
    private readonly ConcurrentBag<Task> _begun = [];
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    /// <summary>Ships until all is done or the run is stopped.</summary>
    /// <param name="paths">Ship these files alone, in the order of their paths; null ships the directory.</param>
    public async Task RunAsync(IReadOnlyList<VolumePath>? paths = null)
    {
        await ScanAsync(paths);
        // The store was away for a while and takes records again: a second scan ships the rest in this run.
        if (steps.IsOpen && ledger.TryAgain(deletes: clean is not null))
            await ScanAsync(paths);
    }

    private async Task ScanAsync(IReadOnlyList<VolumePath>? paths)
    {
        var request = new ScanRequested();
        for (var hops = 0; request is not null; hops++)
        {
            var (id, walked) = (Guid.NewGuid().ToString("n"), default(ScanRecord));
            var call = new ScanCall($"/longshore/ship {id}", id, request)
            {
                MayGoOn = hops < WorkClock.MostHops,
                Paths = paths,
                EmitAsync = async (batch, abort) =>
                {
                    await Remember(ShipAsync(batch)).WaitAsync(abort);
                    return EmitResult.Taken;
                },
                TellAsync = (trash, abort) => Remember(SettleAsync(trash)).WaitAsync(abort),
                Walked = record => walked = record,
            };
            var (record, problem) = await steps.RunAsync("schedule", tokens => scan.RunAsync(call, tokens));
            scan.End(call.Name);
            ledger.Scanned(walked, isRecorded: record is not null, problem);
            request = record?.Next is { } next ? request with { After = next } : null;
        }

        await Task.WhenAll(_begun);
    }

    /// <summary>The run waits for this task, even if a scan that ran out of time does not.</summary>
    private Task Remember(Task task)
    {
        _begun.Add(task);
        return task;
    }

    private async Task ShipAsync(PlannedBatch batch)
    {
        ledger.Found(batch.Files);
        var files = batch.Files;
        for (var hops = 0; files is not null; hops++)
        {
            var request = new BatchRequest(files, batch.MinAge, hops);
            var (synced, problem) = await steps.RunAsync("sync", tokens => sync.RunAsync(request, tokens));
            if (problem is not null)
                ledger.BatchDied(files, problem);
            if (synced is null)
                return;
            ledger.Synced(synced.Receipt, isEarlier: synced.Receipt.StartedAt < _startedAt);
            if (clean is not null)
                await CleanAsync(clean, synced);
            files = synced.Remainder;
        }
    }

    private async Task CleanAsync(BatchClean clean, SyncedBatch synced)
    {
        var (batch, isCut) = (synced.Receipt.Batch, true);
        for (var hops = 0; isCut && hops <= WorkClock.MostHops; hops++)
        {
            var isCleaned = false;
            var request = new CleanRequest(synced.Uri, batch, Guid.NewGuid().ToString("n"))
            {
                Cleaned = (files, dryRun) =>
                {
                    isCleaned = true;
                    ledger.Cleaned(files, dryRun);
                },
            };
            var (result, problem) = await steps.RunAsync("cleanup", tokens => clean.CleanAsync(request, tokens));
            if (result is not null || problem is not null)
                ledger.Problems.Cleaned(batch, problem, isCleaned);
            isCut = result?.IsCut == true;
        }
    }

    private async Task SettleAsync(FoundTrash trash)
    {
        if (clean is null)
            return;
        var (_, problem) = await steps.RunAsync("cleanup", async tokens =>
        {
            await clean.SettleAsync(trash.Files, tokens.Park);
            return trash;
        });
        if (problem is not null)
            ledger.Problems.Add($"Files in the trash of dead processes were not put back: {problem}");
    }
}
