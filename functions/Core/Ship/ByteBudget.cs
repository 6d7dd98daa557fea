using System.Threading.RateLimiting;

namespace Longshore.Core.Ship;

/// <summary>Limits the memory of all bodies in flight, first come, first served. A larger body goes alone. Thread-safe.</summary>
/// <param name="kibibytes">The budget in KiB: the sum of the waiting requests must fit into 32 bits.</param>
public sealed class ByteBudget(int kibibytes) : IDisposable
{
    private readonly ConcurrencyLimiter _limiter = new(new() { PermitLimit = kibibytes, QueueLimit = int.MaxValue });

    /// <returns>Dispose it to return the memory.</returns>
    public async ValueTask<RateLimitLease> TakeAsync(long bytes, CancellationToken cancellation)
    {
        var wanted = (int)Math.Min((bytes >> 10) + 1, kibibytes);
        var lease = await _limiter.AcquireAsync(wanted, cancellation);
        return lease.IsAcquired ? lease : throw new InvalidOperationException("The memory budget has no room in its queue.");
    }

    public void Dispose() => _limiter.Dispose();
}
