namespace Longshore.Sandbox.Knative;

/// <summary>
/// The clock of functions under test: the system's, shifted, with waits that pass faster. A file that was left alone for a moment
/// is old to them, and a backoff of seconds is over in milliseconds. FakeTimeProvider cannot stand in: it stands still until a
/// test advances it, and these functions wait for real sockets and processes beside their timers.
/// </summary>
/// <param name="ahead">How far ahead the clock is; may be changed while it runs.</param>
/// <param name="speed">How many times faster timers are, 1 or more.</param>
internal sealed class ShiftedTime(TimeSpan ahead, double speed = 1) : TimeProvider
{
    private long _ahead = ahead.Ticks;

    public TimeSpan Ahead
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _ahead));
        set => Interlocked.Exchange(ref _ahead, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Faster(dueTime), Faster(period));

    private TimeSpan Faster(TimeSpan time) => time <= TimeSpan.Zero ? time : time / speed;
}
