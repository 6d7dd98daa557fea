namespace Longshore.Events;

/// <summary>Where events are emitted: <c>K_SINK</c> and <c>K_CE_OVERRIDES</c>, as a Knative SinkBinding sets them.</summary>
internal sealed class SinkOptions
{
    /// <summary>The sink's URL; null where nothing is emitted.</summary>
    public Uri? Url { get; set; }

    /// <summary>
    /// What is missing until a SinkBinding comes: this is a Knative Revision from before its binding, which makes the next one. The process
    /// starts without its sink, is not ready, and takes no events, because ending would only have it started again. Null where nothing is missing.
    /// </summary>
    public string? Awaited { get; set; }

    /// <summary>Extension attributes set on every emitted event, by name.</summary>
    public Dictionary<string, string> Extensions { get; } = [];

    /// <summary>
    /// Holds this sender's token where the cluster authenticates events; read for each event, as it is renewed, and no token is sent
    /// if there is no such file. Source: Knative Eventing, SinkBinding, which mounts it there.
    /// </summary>
    public string TokenFile { get; set; } = "/oidc/token";
}
