namespace Longshore.Core.Ship;

/// <summary>
/// Runs work of one key once at a time in this process: whoever asks while it runs waits and gets the same result or error. A
/// waiter that is cancelled leaves alone; the work goes on under the tokens of whoever started it. Nothing is remembered
/// once the work has ended. Safe for parallel use.
/// </summary>
internal sealed class SingleFlight<T>
{
    private readonly ConcurrentDictionary<string, Task<T>> _running = new(StringComparer.Ordinal);

    /// <param name="key">What the work is on.</param>
    /// <param name="work">Called only if no such work runs.</param>
    /// <param name="cancellation">Ends the wait of a second caller; the first awaits its own work to the end.</param>
    public async Task<T> RunOnceAsync(string key, Func<Task<T>> work, CancellationToken cancellation)
    {
        var mine = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        while (_running.GetOrAdd(key, mine.Task) is var task && task != mine.Task)
        {
            try
            {
                return await task.WaitAsync(cancellation);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // Whoever began the work has left with it: it is begun anew for those who still wait.
            }
        }

        try
        {
            var reply = await work();
            _running.TryRemove(key, out _);
            mine.SetResult(reply);
        }
        catch (Exception e)
        {
            _running.TryRemove(key, out _);
            mine.SetException(e);
        }

        return await mine.Task;
    }
}
