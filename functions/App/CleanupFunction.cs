using Longshore.Core.Clean;

namespace Longshore.App;

/// <summary>Deletes files that S3 has proven to hold from the volume, and replies with the outcome.</summary>
[Function("cleanup")]
public sealed class CleanupFunction(BatchClean clean, IEventSink sink, ILogger<CleanupFunction> log)
{
    public const string Source = "/longshore/cleanup";

    [CloudEventTrigger(EventTypes.BatchSynced)]
    public async Task<CloudEvent?> RunAsync(BatchSynced data, FunctionContext context, CancellationToken cancellation)
    {
        using var scope = log.BatchScope(data.Batch);
        var dataref = context.Event[EventFactory.DataRef]?.ToString();
        var result = await clean.CleanAsync(
            new CleanRequest(dataref, data.Batch, context.Event.Id), new WorkTokens(cancellation, context.Abort));
        var cleaned = Cleaned(context, result.Outcome, result.Number);
        if (!result.IsCut || context.Hops >= WorkClock.MostHops)
            return cleaned;

        // The same event once more does the rest: the deleted files are gone then.
        await sink.EmitAsync(cleaned, context.Abort);
        var hops = context.Hops + 1;
        var key = $"{result.Outcome.Receipt}#{hops}";
        return context.Reply(EventTypes.BatchSynced, Source, key, data, EventJson.Default.BatchSynced, dataref, hops);
    }

    [CloudEventTrigger(EventTypes.TrashFound)]
    public async Task<CloudEvent?> SettleAsync(TrashFound data, FunctionContext context, CancellationToken cancellation)
    {
        await clean.SettleAsync(data.Files ?? [], cancellation);
        return null;
    }

    private static CloudEvent Cleaned(FunctionContext context, CleanupOutcome outcome, int number) =>
        context.Reply(EventTypes.BatchCleaned, Source, $"{outcome.Receipt}#{number}", new BatchCleaned
        {
            Batch = outcome.Batch,
            Deleted = outcome.Deleted,
            BytesFreed = outcome.BytesFreed,
            Gone = outcome.Gone,
            Kept = outcome.Kept.Values.GroupBy(reason => reason).ToDictionary(group => group.Key, group => group.Count()),
            DryRun = outcome.DryRun,
            Duration = outcome.FinishedAt - outcome.StartedAt,
        }, EventJson.Default.BatchCleaned);
}
