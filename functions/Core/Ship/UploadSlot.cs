namespace Longshore.Core.Ship;

/// <summary>
/// A worker's slot among the uploads in flight, kept from one file to the next: passing it on for each would cost more than it
/// brings. After some turns it is passed on all the same, so that no batch waits for the end of another one. Not safe for
/// concurrent use.
/// </summary>
public sealed class UploadSlot(AdaptiveGate gate) : IDisposable
{
    private const int MostTurns = 32;
    private bool _held;
    private int _turns;

    /// <summary>Waits for a slot unless this one is held and has turns left.</summary>
    public Task TakeAsync(CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return Task.FromCanceled(cancellation);
        if (_held && ++_turns >= MostTurns)
            Dispose();
        return _held ? Task.CompletedTask : EnterAsync(cancellation);
    }

    /// <summary>Waits for a slot if this one was given back meanwhile; takes no turn.</summary>
    public Task HoldAsync(CancellationToken cancellation) => _held ? Task.CompletedTask : EnterAsync(cancellation);

    /// <param name="succeeded">Whether the store took the upload at once.</param>
    /// <param name="bytes">The upload's size.</param>
    public void Used(bool succeeded, long bytes) => _held = gate.Used(succeeded, bytes, keep: true);

    /// <summary>Gives the slot back, if it is held, before something that takes slots of its own or a long time.</summary>
    public void Dispose()
    {
        if (!_held)
            return;
        _held = false;
        gate.Leave(succeeded: false);
    }

    private async Task EnterAsync(CancellationToken cancellation)
    {
        await gate.EnterAsync(cancellation);
        (_held, _turns) = (true, 0);
    }
}
