namespace Longshore.Model.Jobs;

/// <summary>Sees every event that a job's functions reply or emit. May be called in parallel and twice for one event.</summary>
internal sealed record JobWatch(Action<CloudEvent> Saw);

internal sealed class WatchedSink(IEventSink inner, JobWatch watch) : IEventSink
{
    public async Task EmitAsync(CloudEvent e, CancellationToken cancellation)
    {
        await inner.EmitAsync(e, cancellation);
        watch.Saw(e);
    }
}
