using System.Buffers;
using System.Threading.RateLimiting;

namespace Longshore.Core.Ship;

/// <summary>The memory of one upload. Disposing it returns the memory and reports the upload's result to the limits.</summary>
internal sealed class UploadBody(
    AdaptiveGate gate, RateLimitLease memory, ArrayPool<byte> pool, UploadSlot slot, int bytes, int room) : IDisposable
{
    private bool _throttled;
    private bool _answered;

    /// <summary>At least as long as requested.</summary>
    public byte[] Buffer { get; } = pool.Rent(room);

    /// <summary>The store asked for fewer requests.</summary>
    public void Throttled()
    {
        _throttled = true;
        gate.Throttled();
    }

    /// <summary>The store has answered. Without this call the upload counts as failed.</summary>
    public void Answered() => _answered = true;

    public void Dispose()
    {
        pool.Return(Buffer);
        memory.Dispose();
        slot.Used(_answered && !_throttled, bytes);
    }
}
