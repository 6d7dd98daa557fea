using Amazon;

namespace Longshore.Store;

/// <summary>
/// When to look for what processes that died have left: the first time at once, then once an hour at most. Safe for concurrent
/// use.
/// </summary>
/// <param name="deadline"><c>Host:Deadline</c>.</param>
/// <param name="time">The clock.</param>
public sealed class HourlyLook(TimeSpan deadline, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <summary>By the store's clock, from which S3 lets ours differ by a quarter of an hour.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(15);
    private readonly Lock _lock = new();
    private DateTimeOffset _next = DateTimeOffset.MinValue;

    /// <summary>Twice the deadline and the clocks' difference. No process is at work on what is older.</summary>
    public TimeSpan Longest => (deadline * 2) + ClockSkew;

    /// <summary>
    /// No process is at work on what the store has listed as older. Where this machine's clock is further off, the store has said
    /// so, and requests are signed by its clock (<see cref="StoreCalls"/>): so ask for this once the store has answered.
    /// </summary>
    public DateTimeOffset Limit => time.GetUtcNow() + (AWSConfigs.ManualClockCorrection ?? TimeSpan.Zero) - Longest;

    /// <returns>Whether it is time. Counts as a look if it is.</returns>
    public bool IsDue()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (now < _next)
                return false;
            _next = now + Pause;
            return true;
        }
    }
}
