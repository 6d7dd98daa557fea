namespace Longshore.Sandbox.Knative;

/// <summary>What happened to an event.</summary>
internal enum FlowStep
{
    /// <summary>The ingress took it from a publisher.</summary>
    Received,

    /// <summary>The ingress took it as the reply of a subscriber.</summary>
    Replied,

    /// <summary>A subscriber handled it.</summary>
    Delivered,

    /// <summary>One attempt failed and another will follow.</summary>
    Retried,

    /// <summary>It could not be delivered, and the dead-letter sink took it.</summary>
    DeadLettered,

    /// <summary>Neither subscriber nor dead-letter sink took it; the publisher gets a 500.</summary>
    Lost,

    /// <summary>The publisher gave up before a subscriber had answered.</summary>
    Cancelled,
}

/// <summary>One step of one event through the Broker.</summary>
/// <param name="Sequence">From <see cref="RunOrder"/>.</param>
/// <param name="Hops">Replies between the publisher's event and this one.</param>
/// <param name="Trigger">Name of the Trigger; null for what concerns the ingress.</param>
/// <param name="Subscriber">Service that sent or was sent the event; null if a publisher sent it.</param>
/// <param name="Status">HTTP status of the attempt; null where there was none.</param>
/// <param name="Attempts">Requests made so far for this delivery.</param>
/// <param name="Took">Time of the whole delivery so far.</param>
internal sealed record FlowedEvent(long Sequence, DateTimeOffset Time, FlowStep Step, WireEvent Event, int Hops,
    string? Trigger = null, string? Subscriber = null, int? Status = null, int Attempts = 0, TimeSpan Took = default);
