namespace Longshore.Core.Ship;

/// <summary>
/// Finds the best number of uploads in flight by measuring the work done in a window of time. The number doubles as long as
/// doubling brings at least 15 % more work; otherwise it goes back one step and tries again after twenty windows. If the store
/// asks for fewer requests, the number halves, at most once a second, and then grows by one per round; after a minute without
/// such an answer doubling is tried again. Not safe for concurrent use.
/// </summary>
internal sealed class ConcurrencyLimit(int least, int most)
{
    private const double Gain = 1.15;
    private const int WindowsBetweenTries = 20;

    /// <summary>The fixed cost of an upload, in bytes: one request costs a store about as much time as 64 KiB.</summary>
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

    /// <summary>From 1 to the highest number.</summary>
    public int Value => (int)_limit;

    /// <summary>Reports an upload that succeeded at the first attempt.</summary>
    /// <param name="saturated">Whether other uploads waited for a place; if none did, more places bring nothing.</param>
    /// <param name="now">A monotonic time.</param>
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
