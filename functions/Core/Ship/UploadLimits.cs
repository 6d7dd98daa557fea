namespace Longshore.Core.Ship;

/// <summary>
/// Limits the uploads of this process. An upload takes bandwidth, then a slot, then memory, always in this order: so an upload
/// that waits for memory waits only for running uploads. Safe for concurrent use.
/// </summary>
public sealed class UploadLimits(AdaptiveGate gate, ByteBudget memory, Bandwidth bandwidth)
{
    /// <summary>How many uploads are worth preparing at the same time.</summary>
    public int Widest => gate.Widest;

    public UploadSlot NewSlot() => new(gate);

    /// <param name="slot">Taken unless it is already held. Disposing the body reports the upload's result to it.</param>
    /// <param name="bytes">The size of the body.</param>
    /// <param name="room">The least length of the buffer.</param>
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
