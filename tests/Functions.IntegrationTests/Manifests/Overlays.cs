namespace Longshore.IntegrationTests.Manifests;

/// <summary>
/// Everything that can be rendered: each kustomization, and the base with each component that stands on its own.
/// </summary>
internal static class Overlays
{
    /// <summary>Those that are applied as they are.</summary>
    public static readonly string[] Whole = [.. KnativeFolder.Under("overlays")];

    /// <summary>Those that hold functions.</summary>
    public static readonly string[] OfFunctions =
    [
        "base", .. Whole, .. KnativeFolder.Under("components").Select(static component => $"base {component}"),
        // The JobSink reads the Secret of the other where there is one.
        "base components/jobsink components/access-key",
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
