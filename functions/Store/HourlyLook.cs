using Amazon;

namespace Longshore.Store;

/// <summary>Says when to look for leftovers of dead processes: first at once, then once an hour at most. Thread-safe.</summary>
/// <param name="deadline"><c>Host:Deadline</c>.</param>
/// <param name="time">The clock.</param>
public sealed class HourlyLook(TimeSpan deadline, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <summary>S3 lets this machine's clock differ from its own by so much.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(15);
    private readonly Lock _lock = new();
    private DateTimeOffset _next = DateTimeOffset.MinValue;

    /// <summary>Twice the deadline plus the clock skew. No process is still at work on an older object.</summary>
    public TimeSpan Longest => (deadline * 2) + ClockSkew;

    /// <summary>
    /// No process is still at work on an object that the store listed as put before this. Read it after the store has answered: a
    /// larger clock skew is corrected from the answer (<see cref="RequestRetry"/>).
    /// </summary>
    public DateTimeOffset Limit => time.GetUtcNow() + (AWSConfigs.ManualClockCorrection ?? TimeSpan.Zero) - Longest;

    /// <returns>Whether it is time to look. If so, the call counts as a look.</returns>
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
