namespace Longshore.Sandbox.Knative;

/// <summary>
/// What Knative's event dispatcher does after an attempt. Source: knative/eventing, package kncloudevents, "retries".
/// </summary>
internal static class RetryPolicy
{
    private const int GreatestExponent = 30;

    /// <summary>
    /// Retried: 404 (a pod that is not ready yet), 408, 409, 429 and 5xx. Every other status outside 2xx is a failure at once.
    /// An attempt without an answer counts as 500.
    /// </summary>
    public static bool IsRetried(int status) => status is 404 or 408 or 409 or 429 or >= 500;

    /// <summary>The wait before the next attempt.</summary>
    /// <param name="spec">Policy and delay.</param>
    /// <param name="retries">Retries made so far: 0 after the first attempt.</param>
    public static TimeSpan Backoff(DeliverySpec spec, int retries) => spec.Policy switch
    {
        BackoffPolicy.Linear => spec.BackoffDelay * retries,
        BackoffPolicy.Exponential => spec.BackoffDelay * (1L << Math.Min(retries, GreatestExponent)),
        _ => TimeSpan.Zero,
    };
}
