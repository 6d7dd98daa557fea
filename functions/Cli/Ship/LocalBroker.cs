using CloudNative.CloudEvents;
using Longshore.App;
using Longshore.App.Events;

namespace Longshore.Cli.Ship;

/// <summary>
/// Stands in for Broker and Triggers in one process: an event goes to the function that takes its type, through the dispatcher
/// that HTTP requests go through, and the function's reply after it. Like the default Broker it takes an event when all that
/// follows was handled, and takes it as well if that failed for good. Retries are those of the Triggers in <c>knative/base</c>.
/// </summary>
internal sealed class LocalBroker(
    FunctionTable table, FunctionDispatcher dispatcher, EventGate gate, ShipLedger ledger, ShipNotes notes, TimeProvider time)
        : IEventSink
{
    /// <summary>After 1, 2, 4, 8 and 16 seconds.</summary>
    public const int Retries = 5;

    private static readonly Dictionary<string, string> NoHeaders = [];
    private readonly ConcurrentDictionary<Task, byte> _deliveries = [];

    /// <summary>A publisher that gives up waiting does not end the delivery; <see cref="SettleAsync"/> waits for it.</summary>
    public async Task EmitAsync(CloudEvent e, CancellationToken cancellation)
    {
        var delivery = DeliverAsync(e);
        _deliveries.TryAdd(delivery, 0);
        await delivery.WaitAsync(cancellation);
        _deliveries.TryRemove(delivery, out _);
    }

    /// <summary>Handles an event and all that follows from it. Never throws for what a function does.</summary>
    public async Task DeliverAsync(CloudEvent first)
    {
        for (var e = first; e is not null; e = await HandleAsync(e))
            Tell(e);
    }

    /// <summary>Ends when every delivery has ended.</summary>
    public Task SettleAsync() => Task.WhenAll(_deliveries.Keys);

    /// <returns>The reply; null if there is none or the event was not handled.</returns>
    private async Task<CloudEvent?> HandleAsync(CloudEvent e)
    {
        if (table.Find(e.Type!) is null)
            return null;
        for (var attempt = 0; gate.IsOpen; attempt++)
        {
            var outcome = await dispatcher.DispatchAsync(e, isDeadLetter: false, NoHeaders, CancellationToken.None);
            if (outcome.Failure is not { } failure)
                return outcome.Reply;
            if (!gate.IsOpen)
                break;
            if (failure.Status == StatusCodes.Status400BadRequest || attempt == Retries)
            {
                ledger.Died(e, failure.Detail);
                return null;
            }

            var pause = TimeSpan.FromSeconds(1 << attempt);
            notes.Write($"Tried again in {pause.TotalSeconds:F0} s: {failure.Detail}");
            await Task.WhenAny(Task.Delay(pause, time, gate.Closed));
        }

        ledger.Stopped(e);
        return null;
    }

    /// <summary>What became of each file the functions tell themselves; here it shows what was to be done.</summary>
    private void Tell(CloudEvent e)
    {
        if (e.Type == EventTypes.BatchReady && e.Source?.OriginalString == ScheduleFunction.Source)
            ledger.Emitted(EventData.Read(e, EventJson.Default.BatchReady));
        if (e.Type == EventTypes.BatchCleaned)
            ledger.Ended(EventData.Read(e, EventJson.Default.BatchCleaned));
    }
}
