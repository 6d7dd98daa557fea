namespace Longshore.Core.Ship;

/// <summary>
/// Ships a batch and writes its receipt. The same batch may be asked for again: a receipt that still holds is the answer;
/// otherwise each file is looked at again, so that nothing is uploaded twice. Safe for concurrent use.
/// </summary>
public sealed class BatchSync(
    Volume volume, BatchIdentity identity, ReceiptBook receipts, BatchShipper shipper, AbandonedUploads abandoned,
    ILogger<BatchSync> log)
{
    private readonly SingleFlight<SyncedBatch> _running = new();

    /// <exception cref="InvalidWorkException">The request is malformed.</exception>
    /// <exception cref="VolumeUnavailableException">The volume is not there; try again later.</exception>
    /// <exception cref="Store.StoreUnavailableException">
    /// The store refused or was not there, not only for one of its objects; try again later.
    /// </exception>
    /// <exception cref="OperationCanceledException">Time was over before anything was done.</exception>
    public Task<SyncedBatch> RunAsync(BatchRequest request, WorkTokens tokens)
    {
        var batch = identity.Check(request);
        return _running.RunOnceAsync(batch.Id, () => SyncAsync(batch, request, tokens), tokens.Park);
    }

    private async Task<SyncedBatch> SyncAsync(CheckedBatch batch, BatchRequest request, WorkTokens tokens)
    {
        var begun = identity.BeginReceipt(batch.Id);
        using var scope = log.BatchScope(batch.Id);
        using var root = volume.Open();
        var earlier = await receipts.LatestAsync(batch.Id, tokens.Park);
        if (earlier is not null && await receipts.StillHoldsAsync(root, earlier, tokens.Park))
            return receipts.Settled(earlier);

        await using var look = new Beside(stop => abandoned.AbortAsync(root, stop), tokens.Park);
        var entries = await shipper.ShipFilesAsync(root, batch, earlier, tokens);
        await look.EndAsync();
        // If nothing was begun, there is nothing to write down.
        if (Array.TrueForAll(entries, static entry => entry is { Outcome: FileOutcome.Remaining, Reason: null }))
            tokens.Park.ThrowIfCancellationRequested();
        if (request.Hops >= WorkClock.MostHops)
            Defer(entries);
        var synced = await receipts.WriteAsync(begun, earlier, entries, tokens.Abort);
        return synced with { Remainder = Remainder(batch, entries, request.MinAge) };
    }

    private static void Defer(ReceiptEntry[] entries)
    {
        foreach (var entry in entries.Where(static entry => entry.Outcome == FileOutcome.Remaining))
            (entry.Outcome, entry.Reason) = (FileOutcome.Deferred, Reasons.Parked);
    }

    private static BatchRemainder? Remainder(CheckedBatch batch, ReceiptEntry[] entries, TimeSpan? minAge)
    {
        var left = batch.Files.Where((_, index) => entries[index].Outcome == FileOutcome.Remaining);
        BatchFile[] files = [.. left.Select(static file => new BatchFile
        {
            Path = file.Path.Value,
            Size = file.Size,
            Modified = file.Modified,
        })];
        return files.Length > 0 ? new BatchRemainder(files, minAge) : null;
    }
}
