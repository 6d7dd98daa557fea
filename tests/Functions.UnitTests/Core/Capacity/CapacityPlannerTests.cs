using Longshore.Cli.Capacity;
using Longshore.Core.Capacity;
using Longshore.Core.Capacity.Prices;

namespace Longshore.UnitTests.Core.Capacity;

public class CapacityPlannerTests
{
    private static readonly CapacityRequest Example = new(CapacityRequest.ExampleRate, PriceFile.Default());

    [Fact]
    public void Plan_Example_HasItsNumbers()
    {
        var plan = CapacityPlanner.Plan(Example);

        Assert.Equal(60_000, plan.Rate.FilesPerInterval);
        Assert.Equal(780e6, plan.Rate.BytesPerInterval);
        Assert.Equal(120_000, plan.Rate.FilesPerDay);
        Assert.Equal(1.56e9, plan.Rate.BytesPerDay);
        Assert.Equal(13_000, plan.Rate.MeanFileBytes);
        Assert.Equal(18_055.6, plan.Rate.BytesPerSecond, 0.1);
        Assert.Equal(2.6e6, plan.Drain.BytesPerSecond);
        Assert.Equal(200, plan.Drain.FilesPerSecond);
        Assert.Equal(60, plan.Run.Batches);
        Assert.Equal("20Gi", plan.Disk.ClaimSize);
    }

    [Fact]
    public void Text_Example_SaysItsNumbers()
    {
        using var text = new StringWriter();
        CapacityVerb.Write(CapacityPlanner.Plan(Example), text);
        Assert.All(
            ["60,000   780 MB", "1.56 GB", "18.1 KB/s", "2.6 MB/s", "request 20Gi"],
            said => Assert.Contains(said, text.ToString(), StringComparison.Ordinal));
    }

    /// <summary>2^30 bytes a GB, 730 hours a month, by hand.</summary>
    [Fact]
    public void Cost_ExampleInStandard_IsWhatThePriceListSays()
    {
        var standard = CapacityPlanner.Plan(Example).Cost.Classes.Single(one => one.Class == "STANDARD");
        var files = 5000m * 730;
        var records = 181m * 730 / 12;
        var lists = 240m * 730 / 12;
        var gets = 60m * 730 / 12;
        Assert.Equal((((files + records + lists) * 0.005m) + (gets * 0.0004m)) / 1000, standard.Requests, 4);
        Assert.Equal((65_000_000m + (5000 * 230)) * 24 * 365 / (1 << 30) * 0.023m, standard.Storage, 4);
        Assert.Equal("base", standard.Verdict);
    }

    [Theory]
    [InlineData("STANDARD_IA", 13_000, "loses", "billed as 128 KB")]
    [InlineData("STANDARD_IA", 1_000_000, "saves", "a PUT costs 2 times")]
    [InlineData("GLACIER_IR", 13_000, "loses", "billed as 128 KB")]
    [InlineData("DEEP_ARCHIVE", 13_000, "loses", "a PUT costs 10 times")]
    [InlineData("DEEP_ARCHIVE", 10_000_000, "saves", "40 KB of index")]
    [InlineData("INTELLIGENT_TIERING", 13_000, "equal", "never changes the tier")]
    [InlineData("EXPRESS_ONEZONE", 13_000, "unusable", "in no order")]
    public void Verdict_ClassAndSize_SaysWhy(string name, long bytes, string verdict, string why)
    {
        var prices = PriceFile.Default();
        var decided =
            ClassVerdict.Decide(prices.Classes.Single(one => one.Name == name), prices.Standard, bytes, TimeSpan.FromDays(365));
        Assert.Equal(verdict, decided.Verdict);
        Assert.Contains(why, decided.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Verdict_DeletedBeforeTheMinimumTime_NamesIt()
    {
        var prices = PriceFile.Default();
        var (verdict, why) = ClassVerdict.Decide(prices.Classes.Single(one => one.Name == "DEEP_ARCHIVE"), prices.Standard,
            1 << 20, TimeSpan.FromDays(1));
        Assert.Equal("loses", verdict);
        Assert.Contains("180 days are billed for 24 h", why, StringComparison.Ordinal);
    }

    [Fact]
    public void Storage_OverAStep_CountsEachPartAtItsPrice() =>
        Assert.Equal((51_200 * 0.023m) + (100 * 0.022m), StorageCost.OfMonth(PriceFile.Default().Standard, 51_300));

    [Fact]
    public void Disk_LargerClaims_AreRoundUpwardsToSizesPeopleWrite() =>
        Assert.Equal([1, 7, 10, 15, 20, 100, 150, 1000, 1500], new[] { 0.1, 7, 10, 11, 16.8, 100, 101, 1000, 1001 }
            .Select(gib => DiskPlanner.Claim(gib * (1L << 30)) >> 30).Select(gib => (int)gib));
}
