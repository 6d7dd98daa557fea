namespace Longshore.Model.Jobs;

/// <summary>A sink that shows what passes to the watch.</summary>
internal sealed class WatchedSink(IEventSink inner, JobWatch watch) : IEventSink
{
    public async Task EmitAsync(CloudEvent e, CancellationToken cancellation)
    {
        await inner.EmitAsync(e, cancellation);
        watch.Saw(e);
    }
}
