namespace Longshore.Model;

/// <summary>Lets events in and gives each the time that <c>Host__Deadline</c> and a shutdown leave it.</summary>
public sealed class EventTimes(EventGate gate, IOptions<HostOptions> options, TimeProvider clock)
{
    /// <param name="dropped">Fires when nobody waits for the answer any more: the event parks then.</param>
    /// <returns>Null if the process is shutting down; else it must be disposed when the event is handled.</returns>
    internal EventTime? TryBegin(CancellationToken dropped) =>
        gate.TryEnter() ? new EventTime(gate, options.Value, clock, dropped) : null;
}

/// <summary>The time of one event.</summary>
internal sealed class EventTime : IDisposable
{
    private readonly EventGate _gate;
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationTokenSource _parkAfter;
    private readonly CancellationTokenSource _abort;
    private readonly CancellationTokenSource _park;

    public EventTime(EventGate gate, HostOptions limits, TimeProvider clock, CancellationToken dropped)
    {
        _gate = gate;
        _deadline = new(limits.Deadline, clock);
        _parkAfter = new(limits.ParkAfter, clock);
        _abort = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, gate.GraceOver);
        _park = CancellationTokenSource.CreateLinkedTokenSource(_parkAfter.Token, gate.Closed, dropped, _abort.Token);
        Deadline = clock.GetUtcNow() + limits.Deadline;
    }

    public DateTimeOffset Deadline { get; }

    /// <summary>Finish or park.</summary>
    public CancellationToken Park => _park.Token;

    /// <summary>The hard stop.</summary>
    public CancellationToken Abort => _abort.Token;

    public void Dispose()
    {
        _park.Dispose();
        _abort.Dispose();
        _parkAfter.Dispose();
        _deadline.Dispose();
        _gate.Leave();
    }
}
