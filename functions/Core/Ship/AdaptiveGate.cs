namespace Longshore.Core.Ship;

/// <summary>Limits the uploads in flight to <c>Sync:Concurrency</c>, or adapts the limit. Safe for concurrent use.</summary>
public sealed class AdaptiveGate(IOptions<SyncOptions> options, TimeProvider time)
{
    /// <summary>The highest limit that is found; each upload needs a connection.</summary>
    public const int Most = 128;

    private const int Start = 16;

    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private readonly int _fixed = options.Value.Concurrency;
    private readonly ConcurrencyLimit _adaptive = new(Start, Most);
    private int _inFlight;

    /// <summary>How many uploads are worth preparing at the same time.</summary>
    public int Widest => _fixed > 0 ? _fixed : Most;

    private int Places => _fixed > 0 ? _fixed : _adaptive.Value;

    /// <summary>Waits for a place, in the order of the calls. Return it with <see cref="Used"/>.</summary>
    public async Task EnterAsync(CancellationToken cancellation)
    {
        TaskCompletionSource turn;
        lock (_lock)
        {
            if (_inFlight < Places)
            {
                _inFlight++;
                return;
            }

            turn = new TaskCompletionSource();
            _waiting.Enqueue(turn);
        }

        await using (cancellation.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetCanceled(), turn))
            await turn.Task;
    }

    /// <summary>Reports the end of an upload. Its place is kept if <paramref name="keep"/> is set and the limit allows.</summary>
    /// <param name="succeeded">Whether the store took the upload at the first attempt.</param>
    /// <returns>Whether the place was kept; otherwise it was returned.</returns>
    public bool Used(bool succeeded, long bytes, bool keep)
    {
        lock (_lock)
        {
            if (succeeded)
                _adaptive.Succeeded(bytes, _waiting.Count > 0, Now());
            keep &= _inFlight <= Places;
            if (!keep)
                _inFlight--;
        }

        // Outside the lock: the waiting caller continues on this thread, which saves a switch between threads.
        while (TryPass() is { } next)
        {
            if (next.TrySetResult())
                continue;
            // Its wait was cancelled.
            lock (_lock)
                _inFlight--;
        }

        return keep;
    }

    /// <summary>The store asked for fewer requests.</summary>
    public void Throttled()
    {
        lock (_lock)
            _adaptive.Throttled(Now());
    }

    private TaskCompletionSource? TryPass()
    {
        lock (_lock)
        {
            if (_inFlight >= Places || !_waiting.TryDequeue(out var next))
                return null;
            _inFlight++;
            return next;
        }
    }

    private TimeSpan Now() => time.GetElapsedTime(0);
}
