namespace Longshore.Core.Ship;

/// <summary>
/// Bounds the uploads in flight: to <c>Sync:Concurrency</c>, or with 0 to what <see cref="ConcurrencyLimit"/> finds. Safe for
/// concurrent use.
/// </summary>
public sealed class AdaptiveGate
{
    /// <summary>Uploads that adapting goes to at most; a connection each.</summary>
    public const int Most = 128;

    private const int Start = 16;

    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private readonly TimeProvider _time;
    private readonly int _fixed;
    private readonly ConcurrencyLimit _adaptive = new(Start, Most);
    private int _inFlight;

    public AdaptiveGate(IOptions<SyncOptions> options, TimeProvider time) => (_time, _fixed) = (time, options.Value.Concurrency);

    /// <summary>Uploads that may be in flight now, 1 or more.</summary>
    public int Limit
    {
        get
        {
            lock (_lock)
                return Places;
        }
    }

    /// <summary>How many uploads are worth preparing at once.</summary>
    public int Widest => _fixed > 0 ? _fixed : Most;

    private int Places => _fixed > 0 ? _fixed : _adaptive.Value;

    /// <summary>Waits for a place in the order of the calls. Give it back with <see cref="Leave"/>.</summary>
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

    /// <param name="succeeded">Whether the store took the upload at once.</param>
    /// <param name="bytes">The upload's size.</param>
    public void Leave(bool succeeded, long bytes = 0) => Used(succeeded, bytes, keep: false);

    /// <summary>An upload has ended; its place is kept for another if that is wished and there are not too many.</summary>
    /// <returns>Whether it was kept.</returns>
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

        // Outside of the lock: whoever waited goes on here and now, which spares a hand-over between threads.
        while (TryPass() is { } next)
        {
            if (!next.TrySetResult())
                GiveBack();
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

    /// <summary>Of one whose wait was cancelled.</summary>
    private void GiveBack()
    {
        lock (_lock)
            _inFlight--;
    }

    private TimeSpan Now() => _time.GetElapsedTime(0);
}
