namespace Longshore.Core.Ship;

/// <summary>
/// Ships a batch and writes its receipt. The same batch may be sent again: a receipt that still holds is the answer; otherwise
/// every file is checked again, and nothing is uploaded twice. Safe for concurrent use.
/// </summary>
public sealed class BatchSync(
    Volume volume, BatchIdentity identity, ReceiptBook receipts, BatchShipper shipper, AbandonedUploads abandoned,
    ILogger<BatchSync> log)
{
    private readonly SingleFlight<SyncedBatch> _running = new();

    /// <exception cref="InvalidWorkException">The request is invalid. Permanent.</exception>
    /// <exception cref="VolumeUnavailableException">The volume is not available; try again later.</exception>
    /// <exception cref="Store.StoreUnavailableException">The store fails, not only for one object; try again later.</exception>
    /// <exception cref="OperationCanceledException">The time was over before anything was done.</exception>
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
        // If no file was begun, no receipt is written.
        if (Array.TrueForAll(entries, static entry => entry is { Outcome: FileOutcome.Remaining, Reason: null }))
            tokens.Park.ThrowIfCancellationRequested();
        if (request.Hops >= WorkClock.MostHops)
        {
            foreach (var entry in entries.Where(static entry => entry.Outcome == FileOutcome.Remaining))
                (entry.Outcome, entry.Reason) = (FileOutcome.Deferred, Reasons.Parked);
        }

        var synced = await receipts.WriteAsync(begun, earlier, entries, tokens.Abort);
        var left = batch.Files.Where((_, index) => entries[index].Outcome == FileOutcome.Remaining).Select(item => item.File);
        return synced with { Remainder = left.ToArray() is { Length: > 0 } remainder ? remainder : null };
    }
}

/// <summary>A batch as its sender describes it, not checked yet.</summary>
/// <param name="MinAge">How long each file must have been unchanged; null means <c>Schedule:MinAge</c>.</param>
/// <param name="Hops">How often the work was already handed on.</param>
public sealed record BatchRequest(IReadOnlyList<BatchFile?>? Files, TimeSpan? MinAge, int Hops);

/// <summary>The result of a batch.</summary>
/// <param name="Receipt">The receipt as written to S3.</param>
/// <param name="Uri">The receipt as <c>s3://bucket/key</c>.</param>
/// <param name="Remainder">The files to send in another batch; null if there are none.</param>
public sealed record SyncedBatch(Receipt Receipt, string Key, string Uri, BatchFile[]? Remainder = null);
