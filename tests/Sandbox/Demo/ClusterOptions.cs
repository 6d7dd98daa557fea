using Longshore.Sandbox.Knative;

namespace Longshore.Sandbox.Demo;

/// <summary>What a <see cref="SandboxCluster"/> is started with.</summary>
internal sealed record ClusterOptions
{
    /// <summary>The kustomize folder that is obeyed.</summary>
    public required string Manifests { get; init; }

    /// <summary>The folder with a role's policies for each function.</summary>
    public required string Iam { get; init; }

    /// <summary>The directory that stands for the persistent volume.</summary>
    public required string Volume { get; init; }

    /// <summary>Port of the Broker's ingress; 0 = a free one.</summary>
    public int BrokerPort { get; init; }

    /// <summary>Port of S3 and STS; 0 = a free one.</summary>
    public int StorePort { get; init; }

    /// <summary>Port of the first function, the others follow in alphabetic order; 0 = free ones.</summary>
    public int FunctionsPort { get; init; }

    /// <summary>File to which the flow of events is written as JSON lines; null: none.</summary>
    public string? EventFile { get; init; }

    /// <summary>See <see cref="SandboxBrokerOptions.AnswerAtOnce"/>.</summary>
    public bool AnswerAtOnce { get; init; }

    /// <summary>Makes the tokens of deliveries, which the functions then require; null: OIDC is off.</summary>
    public TokenIssuer? Tokens { get; init; }

    /// <summary>Variables that every function gets in addition, or instead of what the manifests say.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
