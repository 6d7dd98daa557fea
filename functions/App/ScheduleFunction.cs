using Longshore.Core.Scan;
using Longshore.Store;

namespace Longshore.App;

/// <summary>
/// Scans the volume and emits one <c>batch.ready</c> per batch, then replies <c>scan.completed</c>. Near the deadline it replies
/// <c>scan.requested</c> with a cursor: the next scan goes on after it.
/// If the scan reached the end and the sink did not take every batch, the event fails after the record was written, and its
/// next delivery scans again. A scan that goes on with a cursor succeeds: the files of such a batch wait for the next scan.
/// </summary>
[Function("schedule")]
public sealed class ScheduleFunction(VolumeScan scan, BatchListStore lists, IEventSink sink, ILogger<ScheduleFunction> log)
{
    public const string Source = "/longshore/schedule";

    [CloudEventTrigger(EventTypes.Ping, EventTypes.ScanRequested)]
    public async Task<CloudEvent?> RunAsync(ScanRequested data, FunctionContext context, CancellationToken cancellation)
    {
        var name = EventFactory.NameOf(context.Event);
        var problem = default(string);
        var call = new ScanCall(name, context.Event.Id!, data)
        {
            MayGoOn = context.Hops < WorkClock.MostHops,
            EmitAsync = (batch, abort) => EmitAsync(context, batch, why => problem = why, abort),
            TellAsync = (trash, abort) => TellAsync(context, trash, abort),
        };
        var record = await scan.RunAsync(call, new WorkTokens(cancellation, context.Abort));
        var completed = context.Reply(EventTypes.ScanCompleted, Source, name, record.Result, EventJson.Default.ScanCompleted);
        if (record.Next is not null)
            await sink.EmitAsync(completed, context.Abort);
        scan.End(name);
        if (record is { Next: null, Result: { FailedBatches: > 0 } result })
            throw new RetryLaterException($"{result.FailedBatches} of {result.Batches + result.FailedBatches} batches could not "
                + "be sent" + (problem is null ? "." : $", the last for this reason: {problem}")
                + " Another scan sends their files again.");
        return record.Next is null ? completed : context.Reply(EventTypes.ScanRequested, Source, $"{name} {record.Next}",
            data with { After = record.Next }, EventJson.Default.ScanRequested, hops: context.Hops + 1);
    }

    /// <param name="failed">Is told why a batch could not be sent.</param>
    private async Task<EmitResult> EmitAsync(
        FunctionContext context, PlannedBatch batch, Action<string> failed, CancellationToken abort)
    {
        var key = $"{EventFactory.NameOf(context.Event)} {batch.Number} {batch.LastPath}";
        try
        {
            var list = batch.IsTooLargeForEvent ? await lists.PutAsync(batch.Files, abort) : null;
            var ready = new BatchReady { Files = list is null ? batch.Files : null, MinAge = batch.MinAge };
            await sink.EmitAsync(
                context.Reply(EventTypes.BatchReady, Source, key, ready, EventJson.Default.BatchReady, list), abort);
            return EmitResult.Taken;
        }
        catch (Exception error) when (error is EventSinkException or StoreUnavailableException)
        {
            failed(error.Message);
            log.BatchNotTaken(batch.Number, batch.Files.Length, batch.LastPath, error.Message);
            return EmitResult.Refused;
        }
    }

    private Task TellAsync(FunctionContext context, FoundTrash trash, CancellationToken abort)
    {
        var key = $"{EventFactory.NameOf(context.Event)} {(trash.Files.Count == 0 ? "trash" : "hidden")}";
        var found = new TrashFound { Folders = [.. trash.Folders], Files = trash.Files.Count == 0 ? null : [.. trash.Files] };
        return sink.EmitAsync(context.Reply(EventTypes.TrashFound, Source, key, found, EventJson.Default.TrashFound), abort);
    }
}
