namespace Longshore.Core.Ship;

/// <summary>
/// A worker's slot among the uploads in flight. It is kept from one file to the next, because passing it on costs time. After
/// some files it is passed on, so that no batch waits for the end of another one. Not safe for concurrent use.
/// </summary>
public sealed class UploadSlot(AdaptiveGate gate) : IDisposable
{
    private const int MostTurns = 32;
    private bool _held;
    private int _turns;

    /// <summary>Waits for a slot, unless this one is held and has turns left.</summary>
    public Task TakeAsync(CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return Task.FromCanceled(cancellation);
        if (_held && ++_turns >= MostTurns)
            Dispose();
        return _held ? Task.CompletedTask : EnterAsync(cancellation);
    }

    /// <summary>Waits for a slot if this one was returned meanwhile; counts no turn.</summary>
    public Task HoldAsync(CancellationToken cancellation) => _held ? Task.CompletedTask : EnterAsync(cancellation);

    /// <param name="succeeded">Whether the store took the upload at the first attempt.</param>
    public void Used(bool succeeded, long bytes) => _held = gate.Used(succeeded, bytes, keep: true);

    /// <summary>Returns the slot if it is held. The instance may be used again.</summary>
    public void Dispose()
    {
        if (!_held)
            return;
        _held = false;
        gate.Used(succeeded: false, bytes: 0, keep: false);
    }

    private async Task EnterAsync(CancellationToken cancellation)
    {
        await gate.EnterAsync(cancellation);
        (_held, _turns) = (true, 0);
    }
}
