using Microsoft.Extensions.Options;

namespace Longshore.Sync;

/// <summary>
/// Bounds the uploads in flight. With <c>Sync:Concurrency</c> 0 the bound adapts: one more for every round of uploads that went well, half
/// at an answer that asks for fewer, at most once a second. Safe for concurrent use.
/// </summary>
internal sealed class AdaptiveGate
{
    public const int Most = 64;
    private const int Start = 16;
    private static readonly TimeSpan BetweenCuts = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private readonly TimeProvider _time;
    private readonly bool _fixed;
    private double _limit;
    private int _inFlight;
    private long _lastCut;

    public AdaptiveGate(IOptions<SyncOptions> options, TimeProvider time)
    {
        _time = time;
        _fixed = options.Value.Concurrency > 0;
        _limit = _fixed ? options.Value.Concurrency : Start;
    }

    /// <summary>Uploads that may be in flight now, 1 or more.</summary>
    public int Limit
    {
        get
        {
            lock (_lock)
                return (int)_limit;
        }
    }

    /// <summary>Waits for a place in the order of the calls. Give it back with <see cref="Leave"/>.</summary>
    public async Task EnterAsync(CancellationToken cancellation)
    {
        TaskCompletionSource turn;
        lock (_lock)
        {
            if (_inFlight < (int)_limit)
            {
                _inFlight++;
                return;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
        }

        await using (cancellation.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetCanceled(), turn))
            await turn.Task.ConfigureAwait(false);
    }

    /// <param name="succeeded">Whether the store took the upload at once.</param>
    public void Leave(bool succeeded)
    {
        lock (_lock)
        {
            _inFlight--;
            if (succeeded && !_fixed)
                _limit = Math.Min(Most, _limit + (1 / _limit));
            while (_inFlight < (int)_limit && _waiting.TryDequeue(out var next))
            {
                if (next.TrySetResult())
                    _inFlight++;
            }
        }
    }

    /// <summary>The store asked for fewer requests.</summary>
    public void Throttled()
    {
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            if (_fixed || (_lastCut != 0 && _time.GetElapsedTime(_lastCut, now) < BetweenCuts))
                return;
            _lastCut = now;
            _limit = Math.Max(1, _limit / 2);
        }
    }
}
