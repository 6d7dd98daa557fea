namespace Longshore.Sandbox.Knative;

/// <summary>What a <see cref="SandboxBroker"/> is started with.</summary>
internal sealed record SandboxBrokerOptions
{
    public required ClusterManifests Manifests { get; init; }

    /// <summary>Where each Knative Service of the manifests listens, by its name.</summary>
    public required IReadOnlyDictionary<string, Uri> Services { get; init; }

    /// <summary>Loopback port of the ingress; 0 = a free one.</summary>
    public int Port { get; init; }

    /// <summary>Factor on every wait between attempts; 0.001 turns seconds into milliseconds. Time-outs are not scaled.</summary>
    public double BackoffScale { get; init; } = 1;

    /// <summary>
    /// Whether a publisher is answered before its event is delivered, as by the Kafka Broker. Default: after all
    /// subscribers have answered, replies included, as by the Broker over InMemoryChannel.
    /// </summary>
    public bool AnswerAtOnce { get; init; }

    /// <summary>File to which every step of every event is appended as a JSON line; null: none.</summary>
    public string? LogFile { get; init; }

    /// <summary>Makes the token that goes with each delivery to a destination with an audience; null: OIDC is off.</summary>
    public TokenIssuer? Tokens { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
