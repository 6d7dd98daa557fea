namespace Longshore.Core.Ship;

/// <summary>
/// Runs the work of one key only once at a time in this process. A caller that comes while it runs gets the same result or error.
/// The tokens of the first caller control the work; cancelling a later caller ends only that caller's wait. Results are not kept.
/// Safe for concurrent use.
/// </summary>
internal sealed class SingleFlight<T>
{
    private readonly ConcurrentDictionary<string, Lazy<Task<T>>> _running = new(StringComparer.Ordinal);

    /// <param name="work">Called only if no work with this key runs.</param>
    /// <param name="cancellation">Ends the wait of a later caller.</param>
    public async Task<T> RunOnceAsync(string key, Func<Task<T>> work, CancellationToken cancellation)
    {
        var own = new Lazy<Task<T>>(work);
        while (true)
        {
            var running = _running.GetOrAdd(key, own);
            try
            {
                return await (running == own ? own.Value : running.Value.WaitAsync(cancellation));
            }
            catch (OperationCanceledException) when (running != own && !cancellation.IsCancellationRequested)
            {
                // Only the first caller was cancelled.
            }
            finally
            {
                if (running.Value.IsCompleted)
                    _running.TryRemove(KeyValuePair.Create(key, running));
            }
        }
    }
}
