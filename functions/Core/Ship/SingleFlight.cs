namespace Longshore.Core.Ship;

/// <summary>
/// Runs the work of one key only once at a time in this process. A caller that comes while it runs gets the same result or error.
/// The tokens of the first caller control the work; cancelling a later caller ends only that caller's wait. Results are not kept.
/// Safe for concurrent use.
/// </summary>
internal sealed class SingleFlight<T>
{
    private readonly ConcurrentDictionary<string, Task<T>> _running = new(StringComparer.Ordinal);

    /// <param name="key">Identifies the work.</param>
    /// <param name="work">Called only if no work with this key runs.</param>
    /// <param name="cancellation">Ends the wait of a later caller.</param>
    /// <returns>For the first caller the task of the work itself, so that its errors keep their stack trace.</returns>
    public Task<T> RunOnceAsync(string key, Func<Task<T>> work, CancellationToken cancellation)
    {
        var shared = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_running.GetOrAdd(key, shared.Task) is var running && running != shared.Task)
            return FollowAsync(running, key, work, cancellation);
        var own = work();
        _ = ShareAsync(own, shared, key);
        return own;
    }

    private async Task<T> FollowAsync(Task<T> running, string key, Func<Task<T>> work, CancellationToken cancellation)
    {
        try
        {
            return await running.WaitAsync(cancellation);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Only the first caller was cancelled.
            return await RunOnceAsync(key, work, cancellation);
        }
    }

    private async Task ShareAsync(Task<T> own, TaskCompletionSource<T> shared, string key)
    {
        await ((Task)own).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _running.TryRemove(key, out _);
        shared.SetFromTask(own);
        // The first caller observes the error, so it must not count as unobserved here.
        _ = shared.Task.Exception;
    }
}
