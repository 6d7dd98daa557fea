using System.Threading.RateLimiting;

namespace Longshore.Core.Ship;

/// <summary>Limits all uploads of this process to <c>Sync:BandwidthBytesPerSecond</c>. Safe for concurrent use.</summary>
public sealed class Bandwidth : IDisposable
{
    private const int SlicesPerSecond = 10;
    private readonly TokenBucketRateLimiter? _bucket;
    private readonly int _slice;

    public Bandwidth(IOptions<SyncOptions> options)
    {
        if (options.Value.BandwidthBytesPerSecond == 0)
            return;
        _slice = (int)Math.Clamp(options.Value.BandwidthBytesPerSecond / SlicesPerSecond, 1, int.MaxValue);
        _bucket = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = _slice,
            TokensPerPeriod = _slice,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1) / SlicesPerSecond,
            QueueLimit = int.MaxValue,
        });
    }

    /// <summary>Waits until so many bytes may be sent; returns at once without a limit.</summary>
    public async ValueTask TakeAsync(long bytes, CancellationToken cancellation)
    {
        if (_bucket is null)
            return;
        for (var left = bytes; left > 0; left -= _slice)
        {
            using var lease = await _bucket.AcquireAsync((int)Math.Min(left, _slice), cancellation);
            if (!lease.IsAcquired)
                throw new InvalidOperationException("The bandwidth limiter has no room in its queue.");
        }
    }

    public void Dispose() => _bucket?.Dispose();
}
