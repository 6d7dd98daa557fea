namespace Longshore.Core.Ship;

/// <summary>
/// Bounds the uploads of this process. An upload takes bandwidth, then a slot, then memory. Always in this order: an upload that
/// waits for memory waits for uploads that are on their way, and never for one that waits for a slot.
/// </summary>
public sealed class UploadLimits(AdaptiveGate gate, ByteBudget memory, Bandwidth bandwidth)
{
    /// <summary>How many uploads are worth preparing at once.</summary>
    public int Widest => gate.Widest;

    public UploadSlot NewSlot() => new(gate);

    /// <param name="slot">Is taken, unless it is held already. Disposing the body tells it how the upload went.</param>
    /// <param name="bytes">The size of the body.</param>
    /// <param name="room">The least length of its buffer.</param>
    /// <param name="park">Ends the wait.</param>
    internal async Task<UploadBody> TakeAsync(UploadSlot slot, int bytes, int room, CancellationToken park)
    {
        await bandwidth.TakeAsync(bytes, park);
        await slot.HoldAsync(park);
        try
        {
            return new UploadBody(gate, await memory.TakeAsync(bytes, park), slot, bytes, room);
        }
        catch
        {
            slot.Used(succeeded: false, bytes);
            throw;
        }
    }
}
