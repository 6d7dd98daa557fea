namespace Longshore.Model.Events;

/// <summary>Where events are emitted: <c>K_SINK</c> and <c>K_CE_OVERRIDES</c>, which a Knative SinkBinding sets.</summary>
public sealed class SinkOptions
{
    /// <summary>The sink's URL; null if nothing is emitted.</summary>
    public Uri? Url { get; set; }

    /// <summary>
    /// Why there is no sink yet, because the Revision is older than its SinkBinding; else null. The process then runs but takes
    /// no events: if it exited, Knative would restart it. The binding makes the next Revision.
    /// </summary>
    public string? MissingSink { get; set; }

    /// <summary>Extension attributes set on every emitted event, by name.</summary>
    public Dictionary<string, string> Extensions { get; } = [];

    /// <summary>
    /// The file with this sender's token, in clusters that authenticate events. It is read for each event, because it is renewed;
    /// if it is missing, no token is sent. Source: Knative Eventing, SinkBinding.
    /// </summary>
    public string TokenFile { get; set; } = "/oidc/token";
}
