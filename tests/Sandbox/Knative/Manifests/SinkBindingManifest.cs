namespace Longshore.Sandbox.Knative;

/// <summary>A <c>sources.knative.dev/v1</c> SinkBinding: sets K_SINK of one Knative Service.</summary>
internal sealed record SinkBindingManifest(string Namespace, string Name, string Service, Destination Sink)
{
    public static SinkBindingManifest Read(ManifestNode document, string space)
    {
        var spec = document["spec"].Only("subject", "sink");
        var subject = spec["subject"].Only("apiVersion", "kind", "name", "namespace");
        if (subject["apiVersion"].Text() != "serving.knative.dev/v1" || subject["kind"].Text() != "Service")
            throw subject.Wrong("must be a serving.knative.dev/v1 Service");
        return new SinkBindingManifest(space, document["metadata"]["name"].Text(), subject["name"].Text(),
            Destination.Read(spec["sink"]));
    }
}
