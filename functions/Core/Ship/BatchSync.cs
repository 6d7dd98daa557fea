namespace Longshore.Core.Ship;

/// <summary>
/// Ships a batch and writes its receipt. The same batch may be sent again: a receipt that still holds is the answer; otherwise
/// every file is checked again, and nothing is uploaded twice. Safe for concurrent use.
/// </summary>
public sealed class BatchSync(
    Volume volume, BatchListStore lists, BatchIdentity identity, ReceiptBook receipts, BatchShipper shipper,
    AbandonedUploads abandoned, ILogger<BatchSync> log)
{
    private readonly SingleFlight<SyncedBatch> _running = new();

    /// <exception cref="InvalidWorkException">The request is invalid. Permanent.</exception>
    /// <exception cref="VolumeUnavailableException">The volume is not available; try again later.</exception>
    /// <exception cref="Store.StoreUnavailableException">The store fails, not only for one object; try again later.</exception>
    /// <exception cref="OperationCanceledException">The time was over before anything was done.</exception>
    public Task<SyncedBatch> RunAsync(BatchRequest request, WorkTokens tokens) => request.List is { } uri
        ? ShipListAsync(uri, request, tokens)
        : ShipAsync(identity.Check(request.Files, request.MinAge), request, tokens);

    private Task<SyncedBatch> ShipAsync(CheckedBatch batch, BatchRequest request, WorkTokens tokens) =>
        _running.RunOnceAsync(batch.Id, () => SyncAsync(batch, request, tokens), tokens.Park);

    private async Task<SyncedBatch> ShipListAsync(string uri, BatchRequest request, WorkTokens tokens)
    {
        if (request.Files is not null)
            throw new InvalidWorkException("The event names files in its data and a list of files in dataref; give one of them.");
        var list = lists.NameOf(uri);
        return await lists.ReadAsync(list, tokens.Park) is { } files
            ? await ShipAsync(identity.Check(files, request.MinAge, list), request, tokens)
            : await AnswerAsync(list, tokens.Park);
    }

    /// <summary>The answer to a batch whose list is gone: its receipt. The next scan finds what is left.</summary>
    private async Task<SyncedBatch> AnswerAsync(string list, CancellationToken park)
    {
        var batch = identity.OfList(list);
        using var scope = log.BatchScope(batch);
        return await receipts.LatestAsync(batch, park) is { } earlier ? receipts.Settled(earlier) : throw lists.Missing(list);
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
        // If the time was over before anything new was settled, no receipt is written.
        var settled = earlier?.SettledPaths() ?? [];
        if (Array.TrueForAll(entries, entry => entry is { Outcome: FileOutcome.Remaining, Reason: null }
            || (entry.Outcome == FileOutcome.Present && settled.Contains(entry.Path))))
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
/// <param name="Files">Null if <paramref name="List"/> names them.</param>
/// <param name="MinAge">How long each file must have been unchanged; null means <c>Schedule:MinAge</c>.</param>
/// <param name="Hops">How often the work was already handed on.</param>
/// <param name="List">The address of a list of the files, as <c>s3://bucket/key</c> (<see cref="BatchListStore"/>).</param>
public sealed record BatchRequest(IReadOnlyList<BatchFile?>? Files, TimeSpan? MinAge, int Hops, string? List = null);

/// <summary>The result of a batch.</summary>
/// <param name="Receipt">The receipt as written to S3.</param>
/// <param name="Uri">The receipt as <c>s3://bucket/key</c>.</param>
/// <param name="Remainder">
/// The files that are left; null if there are none. They are sent as another batch, or as the same list once more.
/// </param>
public sealed record SyncedBatch(Receipt Receipt, string Key, string Uri, BatchFile[]? Remainder = null);
