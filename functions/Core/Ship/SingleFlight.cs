namespace Longshore.Core.Ship;

/// <summary>
/// Runs work of one key once at a time in this process. A caller that comes while it runs waits and gets the same result or
/// error. If such a caller is cancelled, the work goes on: it ends only by the tokens of its first caller. Nothing is remembered
/// once the work has ended. Safe for parallel use.
/// </summary>
internal sealed class SingleFlight<T>
{
    private readonly ConcurrentDictionary<string, Task<T>> _running = new(StringComparer.Ordinal);

    /// <param name="key">Names the work.</param>
    /// <param name="work">Called only if no work of this key runs.</param>
    /// <param name="cancellation">Ends the wait of a later caller.</param>
    /// <returns>For the first caller the work's own task, so that its errors keep their stack.</returns>
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
            // The first caller was cancelled. This one still wants the work.
            return await RunOnceAsync(key, work, cancellation);
        }
    }

    private async Task ShareAsync(Task<T> own, TaskCompletionSource<T> shared, string key)
    {
        await ((Task)own).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _running.TryRemove(key, out _);
        shared.SetFromTask(own);
        // An error that no later caller waits for is the first caller's.
        _ = shared.Task.Exception;
    }
}
