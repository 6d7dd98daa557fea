using Longshore.Core.Capacity;

namespace Longshore.IntegrationTests.Manifests;

/// <summary>The component <c>bundles</c>: what sync and schedule take from it, and the plan that assumes it.</summary>
public sealed class BundlesTests
{
    [Fact]
    public async Task Settings_OfSyncScheduleAndJobs_MakeBundles()
    {
        var manifests = await Overlays.RenderAsync("base components/bundles");
        var jobs = await Overlays.RenderAsync("overlays/eks");

        Assert.Equal($"{1 << 20}", Of("sync")["Sync__BundleUpTo"]);
        Assert.Equal($"{CapacityAssumptions.BundledBatchFiles}", Of("schedule")["Schedule__BatchFiles"]);
        // A Job of the JobSink reads the same ConfigMap as sync.
        Assert.Contains("longshore-settings",
            jobs.Single(static each => each.Kind == Manifest.JobSink).Body.ToJsonString(), StringComparison.Ordinal);

        Dictionary<string, string> Of(string function) => manifests.SelectMany(static each => each.Functions)
            .Select(container => Manifest.Environment(container, manifests)).Single(each => each["FUNCTIONS"] == function);
    }

    [Fact]
    public async Task Settings_WithoutTheComponent_MakeNone()
    {
        foreach (var target in Overlays.Whole)
        {
            Assert.DoesNotContain(await Overlays.RenderAsync(target), static manifest =>
                manifest.Body.ToJsonString().Contains("Bundle", StringComparison.Ordinal));
        }
    }
}
