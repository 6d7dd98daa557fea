using System.Collections.Concurrent;

namespace Longshore.Sandbox.Knative;

/// <summary>
/// Holds requests to a Service back while its pods are full: max-scale times containerConcurrency at a time, as
/// Knative's activator and queue-proxy do. The wait counts towards the delivery's time-out.
/// </summary>
internal sealed class InFlight : IDisposable
{
    private readonly Dictionary<string, SemaphoreSlim> _places;
    private readonly ConcurrentDictionary<string, int> _running = new(StringComparer.Ordinal);

    public InFlight(IEnumerable<ServiceManifest> services) =>
        _places = services.Where(static service => service.InFlight is not null)
            .ToDictionary(static service => service.Name, static service => new SemaphoreSlim(service.InFlight!.Value),
                StringComparer.Ordinal);

    /// <summary>Requests that the Service works on now.</summary>
    public int Running(string service) => _running.GetValueOrDefault(service);

    /// <summary>Waits for a place; disposing what is returned gives it back.</summary>
    public async Task<IDisposable> EnterAsync(string service, CancellationToken cancellation)
    {
        var semaphore = _places.GetValueOrDefault(service);
        if (semaphore is not null)
            await semaphore.WaitAsync(cancellation);
        _running.AddOrUpdate(service, 1, static (_, running) => running + 1);
        return new Place(() =>
        {
            _running.AddOrUpdate(service, 0, static (_, running) => running - 1);
            semaphore?.Release();
        });
    }

    public void Dispose()
    {
        foreach (var semaphore in _places.Values)
            semaphore.Dispose();
    }

    private sealed class Place(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
