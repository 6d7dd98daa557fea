namespace Longshore.Core;

/// <summary>The clock of the work, and the times that <c>Host__*</c> allows it.</summary>
public sealed class WorkClock(IOptions<HostOptions> host, TimeProvider time)
{
    /// <summary>A remainder that was handed on so often waits for the next scan, so that no event goes round for ever.</summary>
    public const int MostHops = 8;

    /// <summary>The clock itself.</summary>
    public TimeProvider Time => time;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Time for one event.</summary>
    public TimeSpan Deadline => host.Value.Deadline;

    /// <summary>Time from parking until running uploads are cut; the rest is for writing the receipt.</summary>
    public TimeSpan CutAfterPark => host.Value.CutAfterPark;

    /// <summary>A process that began work longer ago than this is dead.</summary>
    public TimeSpan DeadAfter => host.Value.Deadline * 2;

    /// <summary>See <see cref="HourlyLook"/>.</summary>
    public HourlyLook Hourly() => new(host.Value.Deadline, time);
}
