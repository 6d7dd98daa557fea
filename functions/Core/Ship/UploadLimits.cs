using System.Buffers;
using System.Threading.RateLimiting;

namespace Longshore.Core.Ship;

/// <summary>
/// Limits the uploads of this process. An upload takes bandwidth, then a slot, then memory, always in this order: so an upload
/// that waits for memory waits only for running uploads. Safe for concurrent use.
/// </summary>
public sealed class UploadLimits : IDisposable
{
    /// <summary>Memory of all bodies in flight, in KiB: the sum of the waiting requests must fit into 32 bits.</summary>
    private const int MemoryKibibytes = 64 << 10;

    /// <summary>Memory of all bundles in flight, in KiB: two of the default size. One is built while the other is sent.</summary>
    private const int BundleKibibytes = 16 << 10;

    private const int SlicesPerSecond = 10;

    private readonly AdaptiveGate _gate;
    private readonly ConcurrencyLimiter _memory = new(new() { PermitLimit = MemoryKibibytes, QueueLimit = int.MaxValue });
    private readonly ConcurrencyLimiter _bundles = new(new() { PermitLimit = BundleKibibytes, QueueLimit = int.MaxValue });
    /// <summary>The shared pool keeps an array for each thread, and bundles are large.</summary>
    private readonly ArrayPool<byte> _bundlePool = ArrayPool<byte>.Create(SyncOptions.MostBundleBytes, maxArraysPerBucket: 2);
    private readonly TokenBucketRateLimiter? _bandwidth;
    private readonly int _slice;

    public UploadLimits(AdaptiveGate gate, IOptions<SyncOptions> options)
    {
        _gate = gate;
        if (options.Value.BandwidthBytesPerSecond == 0)
            return;
        _slice = (int)Math.Clamp(options.Value.BandwidthBytesPerSecond / SlicesPerSecond, 1, int.MaxValue);
        _bandwidth = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = _slice,
            TokensPerPeriod = _slice,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1) / SlicesPerSecond,
            QueueLimit = int.MaxValue,
        });
    }

    /// <summary>How many uploads are worth preparing at the same time.</summary>
    public int Widest => _gate.Widest;

    public UploadSlot NewSlot() => new(_gate);

    /// <param name="slot">Taken unless it is already held. Disposing the body reports the upload's result to it.</param>
    /// <param name="room">The least length of the buffer.</param>
    /// <param name="park">Ends the wait.</param>
    /// <param name="isBundle">Whether it is a bundle, which takes the memory for bundles.</param>
    internal async Task<UploadBody> TakeAsync(
        UploadSlot slot, int bytes, int room, CancellationToken park, bool isBundle = false)
    {
        for (var left = bytes; _bandwidth is not null && left > 0; left -= _slice)
            (await TakeAsync(_bandwidth, Math.Min(left, _slice), park)).Dispose();
        await slot.HoldAsync(park);
        try
        {
            // First come, first served. A larger body goes alone.
            var (limiter, most) = isBundle ? (_bundles, BundleKibibytes) : (_memory, MemoryKibibytes);
            var memory = await TakeAsync(limiter, Math.Min((bytes >> 10) + 1, most), park);
            return new UploadBody(_gate, memory, isBundle ? _bundlePool : ArrayPool<byte>.Shared, slot, bytes, room);
        }
        catch
        {
            slot.Used(succeeded: false, bytes);
            throw;
        }
    }

    public void Dispose()
    {
        _memory.Dispose();
        _bundles.Dispose();
        _bandwidth?.Dispose();
    }

    private static async ValueTask<RateLimitLease> TakeAsync(RateLimiter limiter, int permits, CancellationToken park)
    {
        var lease = await limiter.AcquireAsync(permits, park);
        return lease.IsAcquired ? lease : throw new InvalidOperationException("A limit of uploads has no room in its queue.");
    }
}
