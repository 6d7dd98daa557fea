using Longshore.Core.Ship;

namespace Longshore.App;

/// <summary>
/// Ships a batch and replies <c>batch.synced</c>. If files remain near the deadline, it emits <c>batch.synced</c> and replies
/// <c>batch.ready</c> with these files, or with the same list of files. The same event may come twice.
/// </summary>
[Function("sync")]
public sealed class SyncFunction(BatchSync sync, IEventSink sink)
{
    public const string Source = "/longshore/sync";

    [CloudEventTrigger(EventTypes.BatchReady)]
    public async Task<CloudEvent?> RunAsync(BatchReady data, FunctionContext context, CancellationToken cancellation)
    {
        var list = context.Event[EventFactory.DataRef]?.ToString();
        var request = new BatchRequest(data.Files, data.MinAge, context.Hops, list);
        var batch = await sync.RunAsync(request, new WorkTokens(cancellation, context.Abort));
        var synced = Synced(batch, context);
        if (batch.Remainder is not { } remainder)
            return synced;
        await sink.EmitAsync(synced, context.Abort);
        var ready = new BatchReady { MinAge = data.MinAge, Files = list is null ? remainder : null };
        return context.Reply(
            EventTypes.BatchReady, Source, batch.Key, ready, EventJson.Default.BatchReady, list, context.Hops + 1);
    }

    private static CloudEvent Synced(SyncedBatch batch, FunctionContext context)
    {
        var (receipt, counts) = (batch.Receipt, batch.Receipt.Counts);
        return context.Reply(EventTypes.BatchSynced, Source, batch.Key, new BatchSynced
        {
            Batch = receipt.Batch,
            Planned = counts.Planned,
            Uploaded = counts.Uploaded,
            Present = counts.Present,
            Deferred = counts.Deferred,
            TooYoung = receipt.Files.Count(static entry => entry.OldEnoughAt is not null),
            OldEnoughAt = receipt.Files.Max(static entry => entry.OldEnoughAt),
            Missing = counts.Missing,
            Failed = counts.Failed,
            Remaining = counts.Remaining,
            BytesUploaded = counts.BytesUploaded,
            BytesPresent = counts.BytesPresent,
            Duration = receipt.FinishedAt - receipt.StartedAt,
        }, EventJson.Default.BatchSynced, dataref: batch.Uri);
    }
}
