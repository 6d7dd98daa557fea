namespace Longshore.Sandbox.Knative;

/// <summary>
/// How a Trigger's events are delivered. Source: the <c>delivery</c> of the Broker and Trigger resource definitions.
/// </summary>
internal sealed record DeliverySpec
{
    /// <summary>Attempts after the first, 0 or more. Default 0.</summary>
    public int Retry { get; init; }

    /// <summary>Null: the next attempt follows at once.</summary>
    public BackoffPolicy? Policy { get; init; }

    public TimeSpan BackoffDelay { get; init; }

    /// <summary>Longest time for one attempt, the wait for a free pod included; null: no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Where an event goes that could not be delivered; null: it is lost and the publisher gets a 500.</summary>
    public Destination? DeadLetterSink { get; init; }

    /// <summary>Whether events go out in structured mode (<c>format: json</c>). Default: binary mode.</summary>
    public bool Structured { get; init; }

    /// <summary>Reads a delivery; null if there is none.</summary>
    public static DeliverySpec? Read(ManifestNode node)
    {
        if (!node.Exists)
            return null;
        node.Only("retry", "backoffPolicy", "backoffDelay", "timeout", "deadLetterSink", "format");
        var policy = ReadPolicy(node["backoffPolicy"]);
        var delay = node["backoffDelay"].OptionalDuration();
        if (policy is null != delay is null)
            throw node.Wrong("has only one of backoffPolicy and backoffDelay; Knative then waits for nothing between attempts");
        return new DeliverySpec
        {
            Retry = node["retry"].OptionalWhole() ?? 0,
            Policy = policy,
            BackoffDelay = delay ?? TimeSpan.Zero,
            Timeout = node["timeout"].OptionalDuration(),
            DeadLetterSink = node["deadLetterSink"].Exists ? Destination.Read(node["deadLetterSink"]) : null,
            Structured = node["format"].OptionalText() switch
            {
                null or "binary" => false,
                "json" => true,
                var other => throw node["format"].Wrong($"is {other}; it takes json or binary"),
            },
        };
    }

    private static BackoffPolicy? ReadPolicy(ManifestNode node) => node.OptionalText() switch
    {
        null => null,
        "linear" => BackoffPolicy.Linear,
        "exponential" => BackoffPolicy.Exponential,
        var other => throw node.Wrong($"is {other}; it takes linear or exponential"),
    };
}

/// <summary>How the wait grows from attempt to attempt.</summary>
internal enum BackoffPolicy
{
    /// <summary>The delay times the number of retries made so far: the first retry follows at once.</summary>
    Linear,

    /// <summary>The delay times 2 to the power of the number of retries made so far.</summary>
    Exponential,
}
