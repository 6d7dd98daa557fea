namespace Longshore.Sandbox.Knative;

/// <summary>Everything in a kustomize folder that the sandbox obeys. References between manifests are checked.</summary>
internal sealed record ClusterManifests
{
    public required IReadOnlyList<BrokerManifest> Brokers { get; init; }

    public required IReadOnlyList<TriggerManifest> Triggers { get; init; }

    public required IReadOnlyList<PingSourceManifest> PingSources { get; init; }

    public required IReadOnlyList<ServiceManifest> Services { get; init; }

    public required IReadOnlyList<SinkBindingManifest> SinkBindings { get; init; }

    /// <summary>Reads a folder such as <c>knative/base</c>.</summary>
    /// <exception cref="ManifestException">
    /// A manifest is malformed, is not understood, or refers to what is not there.
    /// </exception>
    public static ClusterManifests Load(string folder)
    {
        var loaded = ManifestFolder.Load(folder);
        var byKind = loaded.Documents.ToLookup(static document => $"{document["apiVersion"].Text()} {document["kind"].Text()}");
        var configMaps = byKind["v1 ConfigMap"].ToDictionary(static map => map["metadata"]["name"].Text(),
            static map => map["data"].Texts(), StringComparer.Ordinal);
        var manifests = new ClusterManifests
        {
            Brokers = [.. byKind["eventing.knative.dev/v1 Broker"].Select(node => BrokerManifest.Read(node, SpaceOf(node)))],
            Triggers = [.. byKind["eventing.knative.dev/v1 Trigger"].Select(node => TriggerManifest.Read(node, SpaceOf(node)))],
            PingSources =
                [.. byKind["sources.knative.dev/v1 PingSource"].Select(node => PingSourceManifest.Read(node, SpaceOf(node)))],
            SinkBindings =
                [.. byKind["sources.knative.dev/v1 SinkBinding"].Select(node => SinkBindingManifest.Read(node, SpaceOf(node)))],
            Services = [.. byKind["serving.knative.dev/v1 Service"]
                .Select(node => ServiceManifest.Read(node, SpaceOf(node), configMaps))],
        };
        manifests.CheckReferences();
        return manifests;

        string SpaceOf(ManifestNode node) => loaded.Namespace ?? node["metadata"]["namespace"].OptionalText() ?? "default";
    }

    private void CheckReferences()
    {
        foreach (var broker in Brokers.Where(static broker => broker.Delivery?.DeadLetterSink is not null))
            Check(broker.Delivery!.DeadLetterSink!);
        foreach (var trigger in Triggers)
        {
            Check(trigger.Subscriber);
            if (trigger.Delivery?.DeadLetterSink is { } sink)
                Check(sink);
            if (Brokers.All(broker => broker.Name != trigger.Broker || broker.Namespace != trigger.Namespace))
                throw new ManifestException(
                    $"Trigger {trigger.Name}: spec.broker names {trigger.Broker}, and no such Broker stands in the folder.");
        }

        foreach (var source in PingSources)
            Check(source.Sink);
        foreach (var binding in SinkBindings)
        {
            Check(binding.Sink);
            if (Services.All(service => service.Name != binding.Service))
                throw new ManifestException(
                    $"SinkBinding {binding.Name}: spec.subject names {binding.Service}, and no such Service stands in "
                    + "the folder.");
        }
    }

    private void Check(Destination target)
    {
        var names = target.Kind == "Broker"
            ? Brokers.Select(static broker => broker.Name) : Services.Select(static service => service.Name);
        if (!names.Contains(target.Name, StringComparer.Ordinal))
            throw new ManifestException(
                $"{target.Field}.ref.name is {target.Name}, and no such {target.Kind} stands in the folder.");
    }
}
