using Longshore.Cli.Capacity;
using Longshore.Core.Bundles;
using Longshore.Core.Capacity;
using Longshore.Core.Capacity.Prices;
using Longshore.Core.Capacity.Rates;
using Longshore.Core.Scan;
using Longshore.Core.Ship;
using Longshore.Settings;
using Longshore.Store.Objects;
using Longshore.Volumes;

namespace Longshore.UnitTests.Core.Capacity;

public class BundlePlanTests
{
    private static readonly CapacityRequest Example = new(CapacityRequest.ExampleRate, PriceFile.Default());

    /// <summary>By hand: 12 batches of 5,000 files a run, 9 bundles each, and 730 / 12 runs a month.</summary>
    [Fact]
    public void Plan_Example_HasItsNumbers()
    {
        var bundles = CapacityPlanner.Plan(Example).Bundles!;

        Assert.Equal(12, bundles.Run.Batches);
        Assert.Equal(60_000, bundles.Files);
        Assert.Equal(108, bundles.Count);
        // Receipt, two records of the cleanup and a list for each batch, and the record of the scan.
        // Five LISTs a batch. The list, the receipt and a HEAD of each bundle.
        Assert.Equal(new RequestCounts(108, (12 * 4) + 1, 12 * 5, (12 * 2) + 108), bundles.Run.Requests);
        var standard = bundles.Cost.Standard;
        Assert.Equal((((108 + 49 + 60) * 0.005m) + (132 * 0.0004m)) / 1000 * 730 / 12, standard.Requests, 4);
        // 13,000 bytes in 26 blocks, headers, and a line of the manifest.
        var bytes = (5000m * ((26 * 512) + 1536 + 107)) + (9 * 1792);
        Assert.Equal((bytes + (5000 * 230)) * 24 * 365 / (1 << 30) * 0.023m, standard.Storage, 4);
    }

    [Fact]
    public void Plan_Example_PaysTenCentsForRequests()
    {
        var plan = CapacityPlanner.Plan(Example);
        Assert.InRange(plan.Bundles!.Cost.Standard.Requests + plan.Bundles.Cost.Looks, 0.01m, 0.10m);
        Assert.InRange(plan.Cost.Standard.Requests, 18m, 19m);
    }

    [Fact]
    public void Assumptions_OfThePlan_AreTheDefaults()
    {
        Assert.Equal(CapacityAssumptions.BundleBytes, new SyncOptions().BundleBytes);
        Assert.Equal(CapacityAssumptions.BatchFiles, new ScheduleOptions().BatchFiles);
        Assert.Equal(CapacityAssumptions.BatchBytes, new ScheduleOptions().BatchBytes);
    }

    /// <summary>Four processes of sync look once, two of cleanup list two records for each batch of a year.</summary>
    [Fact]
    public void Looks_Example_ListAYearOfRecords()
    {
        var plan = CapacityPlanner.Plan(Example);
        Assert.Equal((4 + (2 * 18)) * 730 / 12.0, plan.Bundles!.Cost.LooksPerMonth, 0.01);
        Assert.Equal((4 + (2 * 88)) * 730 / 12.0, plan.Cost.LooksPerMonth, 0.01);
    }

    [Fact]
    public void Plan_FilesOfTheExample_AreTheBundlesThatSyncPlans()
    {
        var plan = CapacityPlanner.Plan(Example).Bundles!;
        FileWork[] files = [.. Enumerable.Range(0, plan.BatchFiles)
            .Select(file => Work($"2026-11-22T10/camera-04/frame-{file:D6}.jpg"))];

        var bundles = PlannedBundle.Cut(files, static _ => true, plan.MostBytes, isByFolder: false).ToArray();

        Assert.Equal(plan.Count / plan.Run.Batches, bundles.Length);
        Assert.Equal(plan.MeanBytes, bundles.Average(bundle => bundle.Bytes), plan.MeanBytes / 1000);
    }

    private static FileWork Work(string name)
    {
        Assert.True(VolumePath.TryParse(name, out var path, out _));
        return new FileWork(new BatchItem(path, new BatchFile { Path = name }), TimeSpan.Zero, null, false,
            new Dictionary<string, ListedObject>())
        {
            BundledSize = 13_000,
        };
    }

    [Fact]
    public void Plan_LargerFiles_StayObjectsOfTheirOwn()
    {
        var rate = new FileRate(
            [new SizeGroup(4000, 4000 * 13_000L), new SizeGroup(10, 10 * (2L << 20)), new SizeGroup(1, 20L << 20)],
            TimeSpan.FromHours(12), "written");
        var plan = CapacityPlanner.Plan(Example with { Rate = rate });
        var (bundles, requests) = (plan.Bundles!, plan.Bundles!.Run.Requests);

        Assert.Equal(4000, bundles.Files);
        Assert.Equal(8, bundles.Count);
        Assert.Equal(1, bundles.Run.Batches);
        // Eight bundles and ten files, and the large one as without bundles.
        var large = plan.Run.Requests.FilePuts - 4010;
        Assert.Equal(18 + large, requests.FilePuts);
        // Cleanup lists their keys as well, and the large file has a LIST of its own.
        Assert.Equal(5 + 1 + 1, requests.Lists);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12_999)]
    public void Plan_NoFileIsSmallEnough_HasNoBundles(long upTo) =>
        Assert.Null(CapacityPlanner.Plan(Example with { BundleUpTo = upTo }).Bundles);

    [Fact]
    public void Verdicts_Example_BeginToPayWithBundles()
    {
        var plan = CapacityPlanner.Plan(Example);
        string[] paying = [.. plan.Bundles!.Cost.Classes.Where(one => one.Verdict == "saves").Select(one => one.Class)];

        Assert.DoesNotContain(plan.Cost.Classes, one => one.Verdict == "saves");
        Assert.Equal(
            ["INTELLIGENT_TIERING", "STANDARD_IA", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"], paying);
        Assert.Contains("over a bundle's life", plan.Bundles.Cost.Classes[2].Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_Example_ShowsBothWays()
    {
        using var text = new StringWriter();
        CapacityVerb.Write(CapacityPlanner.Plan(Example), text);
        Assert.All(
            ["EACH FILE AN OBJECT", "60,000 files into 108 bundles of 7.93 MiB, in 12 batches",
                "begin to pay with bundles: INTELLIGENT_TIERING, STANDARD_IA"],
            said => Assert.Contains(said, text.ToString(), StringComparison.Ordinal));
    }
}
