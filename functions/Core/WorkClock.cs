namespace Longshore.Core;

/// <summary>The clock, and the time limits from <c>Host__*</c>.</summary>
public sealed class WorkClock(IOptions<HostOptions> host, TimeProvider time)
{
    /// <summary>A remainder that was handed on so often waits for the next scan, so that no event circulates for ever.</summary>
    public const int MostHops = 8;

    public TimeProvider Time => time;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The time for one event.</summary>
    public TimeSpan Deadline => host.Value.Deadline;

    /// <summary>The time from parking until running uploads are cancelled; the rest is for writing the receipt.</summary>
    public TimeSpan CutAfterPark => host.Value.CutAfterPark;

    /// <summary>A process that began its work longer ago than this is dead.</summary>
    public TimeSpan DeadAfter => host.Value.Deadline * 2;

    public HourlyLook Hourly() => new(host.Value.Deadline, time);
}
