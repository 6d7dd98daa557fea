using System.Threading.RateLimiting;

namespace Longshore.Core.Ship;

/// <summary>
/// Bounds the memory that bodies in flight take together. A body larger than the whole budget goes alone. First come, first
/// served. Safe for concurrent use.
/// </summary>
/// <param name="kibibytes">The budget. Counted in KiB, as the queue's sum must fit into 32 bits.</param>
public sealed class ByteBudget(int kibibytes) : IDisposable
{
    private readonly ConcurrencyLimiter _limiter = new(new() { PermitLimit = kibibytes, QueueLimit = int.MaxValue });

    /// <returns>Gives the memory back when it is disposed.</returns>
    public async ValueTask<RateLimitLease> TakeAsync(long bytes, CancellationToken cancellation)
    {
        var wanted = (int)Math.Min((bytes >> 10) + 1, kibibytes);
        var lease = await _limiter.AcquireAsync(wanted, cancellation);
        return lease.IsAcquired ? lease : throw new InvalidOperationException("The memory budget has no room in its queue.");
    }

    public void Dispose() => _limiter.Dispose();
}
