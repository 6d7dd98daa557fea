namespace Longshore.Core.Ship;

/// <summary>
/// How many uploads may be in flight, found by trying. It doubles as long as twice as many bring at least a seventh more work
/// done, goes back one step where they do not, and tries again every twenty windows. A store that asks for fewer requests gets
/// half of what was proven, at most once a second, and from then on one more per round; a minute after its last word doubling is
/// tried again. What counts is work done in a window of time, so that a fast store (where the CPU is the limit) and a slow one
/// (where waiting is) both find their number without a setting. Not safe for concurrent use.
/// </summary>
internal sealed class ConcurrencyLimit(int least, int most)
{
    private const double Gain = 1.15;
    private const int WindowsBetweenTries = 20;

    /// <summary>What an upload costs beside its bytes, in bytes: a request takes a store as long as some 64 KiB do.</summary>
    private const long RequestBytes = 64 << 10;

    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BetweenCuts = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(1);

    private Phase _phase = Phase.Rising;
    private double _limit = least;
    private double _proven = least;
    private double _provenRate;
    private int _windowsHeld;
    private TimeSpan? _windowStart;
    private TimeSpan? _lastCut;
    private int _done;
    private long _work;

    private enum Phase
    {
        Rising,
        Holding,
        Recovering,
    }

    /// <summary>1 to the most.</summary>
    public int Value => (int)_limit;

    /// <summary>An upload went well at once.</summary>
    /// <param name="bytes">Its size.</param>
    /// <param name="saturated">Whether others waited for its place; without that more places would bring nothing.</param>
    /// <param name="now">Monotonic.</param>
    public void Succeeded(long bytes, bool saturated, TimeSpan now)
    {
        if (_phase == Phase.Recovering)
        {
            if (now - _lastCut < Calm)
            {
                _limit = Math.Min(most, _limit + (1 / _limit));
                return;
            }

            Hold();
        }

        if (_windowStart is not { } start || !saturated)
        {
            Open(now);
            return;
        }

        _done++;
        _work += RequestBytes + bytes;
        if (now - start < Window || _done < _limit)
            return;
        Close(_work / (now - start).TotalSeconds);
        Open(now);
    }

    /// <summary>The store asked for fewer requests.</summary>
    public void Throttled(TimeSpan now)
    {
        if (_lastCut is { } last && now - last < BetweenCuts)
            return;
        _lastCut = now;
        _limit = Math.Max(1, (_phase == Phase.Recovering ? _limit : _proven) / 2);
        _phase = Phase.Recovering;
    }

    private void Close(double rate)
    {
        if (_phase == Phase.Holding)
        {
            if (++_windowsHeld < WindowsBetweenTries)
                return;
            _phase = Phase.Rising;
            _provenRate = 0;
        }

        if (rate < _provenRate * Gain)
        {
            _limit = _proven;
            Hold();
            return;
        }

        (_proven, _provenRate) = (_limit, rate);
        if (_limit >= most)
            Hold();
        else
            _limit = Math.Min(most, _limit * 2);
    }

    private void Hold()
    {
        _phase = Phase.Holding;
        _proven = _limit;
        _windowsHeld = 0;
    }

    private void Open(TimeSpan now) => (_windowStart, _done, _work) = (now, 0, 0);
}
