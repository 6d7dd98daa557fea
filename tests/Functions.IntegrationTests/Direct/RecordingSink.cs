using System.Collections.Concurrent;
using CloudNative.CloudEvents;
using Longshore.Model.Events;

namespace Longshore.IntegrationTests.Direct;

/// <summary>Keeps the events that a function emits.</summary>
internal sealed class RecordingSink : IEventSink
{
    public ConcurrentQueue<CloudEvent> Got { get; } = new();

    /// <summary>Called before an event is taken; it may refuse it with an <see cref="EventSinkException"/>.</summary>
    public Action<CloudEvent>? Before { get; set; }

    public Task EmitAsync(CloudEvent e, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Before?.Invoke(e);
        Got.Enqueue(e);
        return Task.CompletedTask;
    }
}
