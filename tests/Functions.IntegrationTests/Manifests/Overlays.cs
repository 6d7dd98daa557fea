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
        "base components/irsa", "base components/file-writer",
    ];

    /// <summary>What looks at the functions, in their namespace.</summary>
    public const string Monitoring = "monitoring";

    public static TheoryData<string> Functions => [.. OfFunctions];

    /// <summary>Those that are applied: nobody applies the base, which names no image.</summary>
    public static TheoryData<string> Applied => [.. OfFunctions.Except(["base"])];

    public static TheoryData<string> All => [.. OfFunctions, Monitoring];

    public static async Task<IReadOnlyList<Manifest>> RenderAsync(string target)
    {
        Assert.SkipUnless(Kustomize.IsPresent, Kustomize.WhyNot);
        return await Kustomize.RenderAsync(target);
    }
}
