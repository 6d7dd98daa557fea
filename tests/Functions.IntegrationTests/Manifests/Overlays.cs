using Xunit;

namespace Longshore.IntegrationTests.Manifests;

/// <summary>Everything that can be rendered: each kustomization, and the base with each component that stands on its own.</summary>
internal static class Overlays
{
    /// <summary>Those that hold functions.</summary>
    public static readonly string[] OfFunctions =
    [
        "base", "overlays/minikube", "overlays/minikube-aws", "overlays/eks",
        "base components/access-key", "base components/localstack", "base components/single-node", "base components/jobsink components/access-key",
        "base components/kafka-broker", "base components/event-auth", "base components/shared-group", "base components/telemetry",
        "base overlays/eks/settings components/irsa components/pod-identity components/account",
    ];

    public static readonly string[] OfTheCluster = ["cluster", "cluster/oidc", "monitoring/knative"];

    /// <summary>What looks at the functions, in their namespace.</summary>
    public const string Monitoring = "monitoring";

    public static TheoryData<string> Functions => [.. OfFunctions];

    public static TheoryData<string> All => [.. OfFunctions, .. OfTheCluster, Monitoring];

    public static async Task<IReadOnlyList<Manifest>> RenderAsync(string target)
    {
        Assert.SkipUnless(Kustomize.IsPresent, Kustomize.WhyNot);
        return await Kustomize.RenderAsync(target);
    }
}
