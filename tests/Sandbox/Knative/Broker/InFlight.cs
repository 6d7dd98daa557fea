namespace Longshore.Sandbox.Knative;

/// <summary>
/// Holds requests to a Service back while its pods are full: max-scale times containerConcurrency at a time, as
/// Knative's activator and queue-proxy do. The wait counts towards the delivery's time-out.
/// </summary>
internal sealed class InFlight : IDisposable
{
    private readonly Dictionary<string, SemaphoreSlim> places;

    public InFlight(IEnumerable<ServiceManifest> services) =>
        places = services.Where(static service => service.InFlight is not null)
            .ToDictionary(static service => service.Name, static service => new SemaphoreSlim(service.InFlight!.Value), StringComparer.Ordinal);

    /// <summary>Waits for a place; disposing what is returned gives it back.</summary>
    public async Task<IDisposable> EnterAsync(string service, CancellationToken cancellation)
    {
        if (!places.TryGetValue(service, out var semaphore))
            return new Place(null);
        await semaphore.WaitAsync(cancellation);
        return new Place(semaphore);
    }

    public void Dispose()
    {
        foreach (var semaphore in places.Values)
            semaphore.Dispose();
    }

    private sealed class Place(SemaphoreSlim? semaphore) : IDisposable
    {
        public void Dispose() => semaphore?.Release();
    }
}
