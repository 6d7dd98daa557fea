using System.Threading.Channels;
using Longshore.App.Events;
using Longshore.Core.Scan;
using Longshore.Model;
using Longshore.Model.Events;

namespace Longshore.App;

/// <summary>
/// Posts batches in parallel, no more at once than sync can run. The broker may answer only when sync and cleanup have answered, so
/// an answer can take minutes; a batch that is not taken is counted, and its files come back at the next scan.
/// </summary>
public sealed class BatchEmitter(IEventSink sink, ILogger<BatchEmitter> log)
{
    /// <param name="batches">In the order of the scan; read as places come free, so that the scan never runs far ahead.</param>
    /// <param name="stop">Take no further batch.</param>
    public async Task<EmittedBatches> EmitAsync(ChannelReader<PlannedBatch> batches, int atOnce, TimeSpan minAge, FunctionContext context, CancellationToken stop)
    {
        var emitted = new EmittedBatches();
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => WorkAsync()));
        return emitted;

        async Task WorkAsync()
        {
            // The scan ends the channel when told to stop; what it has planned by then and nobody has begun stays unsent.
            while (await batches.WaitToReadAsync(CancellationToken.None))
            {
                while (batches.TryRead(out var batch))
                {
                    if (stop.IsCancellationRequested)
                        emitted.Add(batch, EmitResult.NotSent);
                    else
                        emitted.Add(batch, await SendAsync(batch, minAge, context));
                }
            }
        }
    }

    private async Task<EmitResult> SendAsync(PlannedBatch batch, TimeSpan minAge, FunctionContext context)
    {
        var e = context.Reply(EventTypes.BatchReady, ScheduleFunction.Source, $"{EventFactory.NameOf(context.Event)} {batch.Number} {batch.LastPath}",
            new BatchReady { Files = batch.Files, MinAge = minAge }, EventJson.Default.BatchReady);
        try
        {
            await sink.EmitAsync(e, context.Abort);
            return EmitResult.Taken;
        }
        catch (EventSinkException error)
        {
            log.BatchNotTaken(batch.Number, batch.Files.Length, batch.LastPath, error.Message);
            return EmitResult.Refused;
        }
        catch (OperationCanceledException) when (context.Abort.IsCancellationRequested)
        {
            return EmitResult.NotSent;
        }
    }
}
