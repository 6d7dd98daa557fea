using Amazon;
using Longshore.Store.Identity;

namespace Longshore.Store;

/// <summary>
/// Sends a request to the store, with retries: exponential backoff with full jitter. Only for requests that may safely be sent
/// twice. Safe for concurrent use.
/// </summary>
public sealed class RequestRetry(IOptions<S3Options> options, Session session, TimeProvider time, ILogger<RequestRetry> log)
{
    private const int Attempts = 6;
    private const int Renewals = 3;

    /// <summary>A request can wait over 100 s for its answer, so the second time-out is the last.</summary>
    private const int MostTimeouts = 2;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MostSkew = TimeSpan.FromDays(36_525);

    private readonly WriteRefusals _refusals = new();

    /// <param name="what">The operation and the object, for messages: "Putting a.jpg".</param>
    /// <param name="send">Sends the request once.</param>
    /// <param name="cancellation">Ends the request and the wait between attempts.</param>
    /// <param name="onThrottle">Called for each throttled answer and each time-out.</param>
    /// <param name="writes">The key that is written, if it is a write: see <see cref="WriteRefusals"/>.</param>
    /// <exception cref="StoreRefusedException">The store refuses the credentials, the bucket or the endpoint.</exception>
    /// <exception cref="StoreUnavailableException">The store is down, or it throttles after all attempts.</exception>
    /// <exception cref="RequestRefusedException">The store permanently refuses this request.</exception>
    public async Task<T> RunAsync<T>(
        string what, Func<CancellationToken, Task<T>> send, CancellationToken cancellation, Action? onThrottle = null,
        string? writes = null)
    {
        var (begun, timeouts) = (time.GetTimestamp(), 0);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var sent = await send(cancellation);
                if (writes is not null)
                    _refusals.Written();
                return sent;
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
                    StoreMetrics.Throttles.Add(1);
                // A network that is too slow for the uploads in flight shows as time-outs.
                if (kind == StoreErrorKind.Throttled || error is TimeoutException)
                    onThrottle?.Invoke();
                if (kind == StoreErrorKind.ClockSkewed && attempt == 1)
                    CorrectClock(error);
                else if (attempt <= Renewals && StoreErrors.IsExpired(error) && session.TryRenew())
                    continue;
                else if (attempt == Attempts || (IsTimeout(error) && ++timeouts == MostTimeouts)
                    || kind is StoreErrorKind.Permanent or StoreErrorKind.Refused or StoreErrorKind.ClockSkewed
                        or StoreErrorKind.Full
                    || (kind == StoreErrorKind.NotWritable && _refusals.AreAll))
                {
                    var final = Final(error is TimeoutException ? Waited(begun, attempt) : error, what, writes);
                    if (ReferenceEquals(final, e))
                        throw;
                    throw final;
                }

                StoreMetrics.Retries.Add(1);
                var pause = Pause(attempt);
                log.StoreRetry(what, attempt, pause.TotalMilliseconds, error.Message);
                await Task.Delay(pause, time, cancellation);
            }
        }
    }

    /// <summary>Also that of a source of credentials or of STS.</summary>
    private static bool IsTimeout(Exception error) =>
        error is TimeoutException or StoreUnavailableException { InnerException: TimeoutException };

    /// <summary>With the whole time of all attempts: a time-out itself knows only its own.</summary>
    private TimeoutException Waited(long begun, int attempts) => new(string.Create(CultureInfo.InvariantCulture,
        $"waited {time.GetElapsedTime(begun).TotalSeconds:0} s, in {attempts} attempts"));

    private Exception Final(Exception error, string what, string? writes)
    {
        var final = StoreAdvice.Final(error, options.Value, what);
        if (writes is null || !StoreErrors.MayHoldForAllWrites(error))
            return final;
        _refusals.Refused(writes);
        return StoreAdvice.OfAWrite(final, options.Value, what, isHopeless: _refusals.AreAll);
    }

    private static TimeSpan Pause(int attempt)
    {
        var ceiling = Math.Min(Longest.TotalMilliseconds, First.TotalMilliseconds * Math.Pow(2, attempt - 1));
        return TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * ceiling);
    }

    /// <summary>
    /// Takes the store's time from its answer. From then on this process signs every request by it, and so does the SDK. A
    /// difference of a century or more is ignored: it is an error, and such a time may not be representable.
    /// </summary>
    private static void CorrectClock(Exception error)
    {
        if ((error as RequestRefusedException)?.Date - TimeProvider.System.GetUtcNow() is { } off && off.Duration() < MostSkew)
            AWSConfigs.ManualClockCorrection = off;
    }
}
