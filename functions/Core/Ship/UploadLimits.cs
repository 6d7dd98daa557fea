using System.Threading.RateLimiting;

namespace Longshore.Core.Ship;

/// <summary>
/// Limits the uploads of this process. An upload takes bandwidth, then a slot, then memory, always in this order: so an upload
/// that waits for memory waits only for running uploads. Safe for concurrent use.
/// </summary>
public sealed class UploadLimits(AdaptiveGate gate, Bandwidth bandwidth) : IDisposable
{
    /// <summary>Memory of all bodies in flight, in KiB: the sum of the waiting requests must fit into 32 bits.</summary>
    private const int MemoryKibibytes = 64 << 10;

    private readonly ConcurrencyLimiter _memory = new(new() { PermitLimit = MemoryKibibytes, QueueLimit = int.MaxValue });

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
            // First come, first served. A larger body goes alone.
            var memory = await _memory.AcquireAsync(Math.Min((bytes >> 10) + 1, MemoryKibibytes), park);
            return memory.IsAcquired ? new UploadBody(gate, memory, slot, bytes, room)
                : throw new InvalidOperationException("The memory budget has no room in its queue.");
        }
        catch
        {
            slot.Used(succeeded: false, bytes);
            throw;
        }
    }

    public void Dispose() => _memory.Dispose();
}
