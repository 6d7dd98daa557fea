namespace Longshore.Sandbox.Knative;

/// <summary>An <c>eventing.knative.dev/v1</c> Broker.</summary>
internal sealed record BrokerManifest(string Namespace, string Name, DeliverySpec? Delivery)
{
    public static BrokerManifest Read(ManifestNode document, string space)
    {
        // spec.config chooses the channel behind the Broker, which the sandbox does not have.
        var spec = document["spec"].Only("config", "delivery");
        return new BrokerManifest(space, document["metadata"]["name"].Text(), DeliverySpec.Read(spec["delivery"]));
    }
}
