namespace Longshore.Model.Events;

/// <summary>Where events are emitted: <c>K_SINK</c> and <c>K_CE_OVERRIDES</c>, as a Knative SinkBinding sets them.</summary>
public sealed class SinkOptions
{
    /// <summary>The sink's URL; null where nothing is emitted.</summary>
    public Uri? Url { get; set; }

    /// <summary>
    /// Why there is no sink yet; null if nothing is missing. The Revision is older than its SinkBinding. The process runs but is
    /// not ready and takes no events: if it exited, Knative would only restart it. The binding makes the next Revision.
    /// </summary>
    public string? MissingSink { get; set; }

    /// <summary>Extension attributes set on every emitted event, by name.</summary>
    public Dictionary<string, string> Extensions { get; } = [];

    /// <summary>
    /// Holds this sender's token where the cluster authenticates events; read for each event, as it is renewed, and no token is
    /// sent if there is no such file. Source: Knative Eventing, SinkBinding, which mounts it there.
    /// </summary>
    public string TokenFile { get; set; } = "/oidc/token";
}
