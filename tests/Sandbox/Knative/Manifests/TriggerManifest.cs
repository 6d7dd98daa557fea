namespace Longshore.Sandbox.Knative;

/// <summary>An <c>eventing.knative.dev/v1</c> Trigger, every field of which the sandbox obeys or refuses.</summary>
/// <param name="Broker">Name of the Broker in the same namespace.</param>
/// <param name="Delivery">Replaces the Broker's delivery as a whole, but for the dead-letter sink; null: the Broker's.</param>
/// <param name="Attributes">The exact filter's attributes, for listings; the filter itself is <paramref name="Filter"/>.</param>
internal sealed record TriggerManifest(string Namespace, string Name, string Broker, EventFilter Filter,
    IReadOnlyDictionary<string, string> Attributes, Destination Subscriber, DeliverySpec? Delivery)
{
    public static TriggerManifest Read(ManifestNode document, string space)
    {
        var spec = document["spec"].Only("broker", "filter", "filters", "subscriber", "delivery");
        var subscriber = Destination.Read(spec["subscriber"]);
        if (subscriber.Kind != "Service")
            throw spec["subscriber"]["ref"]["kind"].Wrong($"is {subscriber.Kind}; a subscriber must be a Service");
        return new TriggerManifest(space, document["metadata"]["name"].Text(), spec["broker"].Text(), EventFilters.Read(spec),
            spec["filter"]["attributes"].Texts(), subscriber, DeliverySpec.Read(spec["delivery"]));
    }

    /// <summary>
    /// The ServiceAccount that Knative makes for it while OIDC is on. A name over 63 characters would be cut and get a hash.
    /// Source: knative/eventing, package auth, "serviceaccount.go".
    /// </summary>
    public string Account => $"{Name}-oidc-eventing.knative.dev-trigger";

    /// <summary>
    /// The delivery that holds: the Trigger's own, else the Broker's; the dead-letter sink is inherited on its own.
    /// </summary>
    public DeliverySpec EffectiveDelivery(BrokerManifest broker) => Delivery is null
        ? broker.Delivery ?? new DeliverySpec()
        : Delivery with { DeadLetterSink = Delivery.DeadLetterSink ?? broker.Delivery?.DeadLetterSink };
}
