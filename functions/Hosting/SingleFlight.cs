using System.Collections.Concurrent;
using CloudNative.CloudEvents;

namespace Longshore.Hosting;

/// <summary>
/// Runs work of one key once at a time in this process: whoever asks while it runs waits and gets the same reply or error. A
/// waiter that is cancelled leaves alone; the work goes on under the tokens of whoever started it. Nothing is remembered
/// once the work has ended. Safe for parallel use.
/// </summary>
internal sealed class SingleFlight
{
    private readonly ConcurrentDictionary<string, Task<CloudEvent?>> running = new(StringComparer.Ordinal);

    /// <param name="key">What the work is on; begin it with the function's name, as all functions share the keys.</param>
    /// <param name="work">Called only if no such work runs.</param>
    /// <param name="cancellation">Ends the wait of a second caller; the first awaits its own work to the end.</param>
    public async Task<CloudEvent?> RunAsync(string key, Func<Task<CloudEvent?>> work, CancellationToken cancellation)
    {
        var mine = new TaskCompletionSource<CloudEvent?>(TaskCreationOptions.RunContinuationsAsynchronously);
        while (running.GetOrAdd(key, mine.Task) is var task && task != mine.Task)
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
            running.TryRemove(key, out _);
            mine.SetResult(reply);
        }
        catch (Exception e)
        {
            running.TryRemove(key, out _);
            mine.SetException(e);
        }

        return await mine.Task;
    }
}
