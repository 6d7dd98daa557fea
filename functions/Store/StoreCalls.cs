using Amazon;
using Longshore.Store.Identity;

namespace Longshore.Store;

/// <summary>
/// Runs a request to the store with retries: full jitter on an exponential backoff, until the attempts or the caller's
/// patience are used up. Every request made through it may safely be sent twice.
/// </summary>
public sealed class StoreCalls(IOptions<S3Options> options, Session session, TimeProvider time, ILogger<StoreCalls> log)
{
    private const int Attempts = 6;
    private const int Renewals = 3;

    /// <summary>A request waits 100 s and more for its answer: a third time nobody has patience for.</summary>
    private const int MostTimeouts = 2;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MostSkew = TimeSpan.FromDays(36_525);

    /// <param name="what">Names the operation and the object, for messages: "Putting a.jpg".</param>
    /// <param name="send">Sends the request once.</param>
    /// <param name="cancellation">Ends the wait and the request.</param>
    /// <param name="onThrottle">Told of every answer that asks for fewer requests, and of requests that took too long.</param>
    /// <exception cref="StoreRefusedException">Credentials, bucket or endpoint are refused.</exception>
    /// <exception cref="StoreUnavailableException">The store is down or throttles beyond the attempts.</exception>
    /// <exception cref="RequestRefusedException">The store refuses this one request for good.</exception>
    public async Task<T> RunAsync<T>(
        string what, Func<CancellationToken, Task<T>> send, CancellationToken cancellation, Action? onThrottle = null)
    {
        var timeouts = 0;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await send(cancellation);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                var error = e switch
                {
                    OperationCanceledException => new TimeoutException($"{what} timed out.", e),
                    AmazonServiceException ofTheSdk => RequestRefusedException.From(ofTheSdk),
                    _ => e,
                };
                var kind = StoreErrors.Classify(error);
                if (kind == StoreErrorKind.Throttled)
                    StoreMetrics.Throttled();
                // A line that is too slow for what is in flight looks like a store that does not answer in time.
                if (kind == StoreErrorKind.Throttled || error is TimeoutException)
                    onThrottle?.Invoke();
                if (kind == StoreErrorKind.ClockSkewed && attempt == 1)
                    CorrectClock(error);
                else if (attempt <= Renewals && StoreErrors.IsExpired(error) && session.TryRenew())
                    continue;
                else if (attempt == Attempts || (error is TimeoutException && ++timeouts == MostTimeouts)
                    || kind is StoreErrorKind.Permanent or StoreErrorKind.Refused or StoreErrorKind.ClockSkewed)
                    throw StoreErrors.Final(error, options.Value, what);
                StoreMetrics.Retried();
                var pause = Pause(attempt);
                log.StoreRetry(what, attempt, pause.TotalMilliseconds, error.Message);
                await Task.Delay(pause, time, cancellation);
            }
        }
    }

    private static TimeSpan Pause(int attempt)
    {
        var ceiling = Math.Min(Longest.TotalMilliseconds, First.TotalMilliseconds * Math.Pow(2, attempt - 1));
        return TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * ceiling);
    }

    /// <summary>
    /// Takes the store's clock from its answer; everything is signed by it from then on, as the SDK does: from the system's
    /// clock. No clock is a century off, and near the end of the calendar none could be signed by.
    /// </summary>
    private static void CorrectClock(Exception error)
    {
        if ((error as RequestRefusedException)?.Date - TimeProvider.System.GetUtcNow() is { } off && off.Duration() < MostSkew)
            AWSConfigs.ManualClockCorrection = off;
    }
}
