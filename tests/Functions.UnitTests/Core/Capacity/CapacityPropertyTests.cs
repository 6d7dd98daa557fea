using CsCheck;
using Longshore.Core.Capacity;
using Longshore.Core.Capacity.Prices;
using Longshore.Core.Capacity.Rates;

namespace Longshore.UnitTests.Core.Capacity;

/// <summary>What the arithmetic must hold for any rate.</summary>
public class CapacityPropertyTests
{
    private static readonly PriceList Prices = PriceFile.Default();

    private static readonly Gen<SizeGroup> Group = Gen.Select(Gen.Long[1, 100_000], Gen.Long[0, 40L << 20])
        .Select((files, mean) => new SizeGroup(files, files * mean));

    private static readonly Gen<CapacityRequest> Request =
        Gen.Select(Group.Array[1, 5], Gen.Int[60, 90_000], Gen.Int[600, 200_000], Gen.Int[1, 6000], Gen.Int[0, 90],
            Gen.Int[1, 1500], Gen.Long[0, CapacityRequest.MostBundleUpTo])
            .Select((groups, span, interval, drain, headroom, days, bundleUpTo) =>
                new CapacityRequest(new FileRate(groups, TimeSpan.FromSeconds(span), "any"), Prices)
                {
                    Interval = TimeSpan.FromSeconds(interval),
                    Drain = TimeSpan.FromSeconds(drain),
                    Headroom = headroom / 100.0,
                    Retain = TimeSpan.FromDays(days),
                    BundleUpTo = bundleUpTo,
                });

    [Fact]
    public void Plan_AnyRate_AddsUp() => Request.Sample(request =>
    {
        var plan = CapacityPlanner.Plan(request);
        Near(plan.Rate.BytesPerSecond * plan.Rate.Interval, plan.Rate.BytesPerInterval);
        Near(plan.Rate.FilesPerDay / 86_400 * plan.Rate.Interval, plan.Rate.FilesPerInterval);
        Near(plan.Drain.BytesPerSecond * plan.Drain.Within, plan.Rate.BytesPerInterval);
        Near(plan.Drain.FilesPerSecondPerPod * plan.Drain.Pods * plan.Drain.Within, plan.Rate.FilesPerInterval);
        Assert.All(plan.Cost.Classes, cost => Assert.Equal(cost.Total, cost.Requests + cost.Storage));
        Near(plan.Run.Requests.Total * (730 * 3600 / plan.Rate.Interval), plan.Cost.RequestsPerMonth.Total);
    });

    [Fact]
    public void Disk_AnyRate_HoldsTheWorstRowWithItsHeadroom() => Request.Sample(request =>
    {
        var disk = CapacityPlanner.Plan(request).Disk;
        Assert.All(disk.Rows, row =>
        {
            Assert.True(row.OnDisk >= row.Bytes);
            Assert.True(disk.ClaimBytes * (1 - disk.Headroom) >= row.OnDisk * 0.999999);
        });
        Assert.Equal($"{disk.ClaimBytes >> 30}Gi", disk.ClaimSize);
    });

    [Fact]
    public void Batches_AnyRate_StayWithinTheirBounds() => Request.Sample(request =>
    {
        var files = request.Rate.FilesIn(request.Interval);
        var batches = RequestCounter.Batches(request.Rate, files);
        Assert.True(batches >= files / CapacityAssumptions.BatchFiles - 1e-5);
        Assert.True(batches <= Math.Ceiling(files) + 1);
    });

    [Fact]
    public void Bundles_AnyRate_HoldEachSmallFileOnce() => Request.Sample(request =>
    {
        var plan = CapacityPlanner.Plan(request);
        if (plan.Bundles is not { } bundles)
            return;
        var small = request.Rate.Sizes.Where(group => group.Mean <= request.BundleUpTo).ToArray();
        var perSpan = request.Interval / request.Rate.Span;
        Near(small.Sum(group => group.Files) * perSpan, bundles.Files);
        Assert.InRange(bundles.Count, double.Epsilon, bundles.Files);
        Assert.True(bundles.Count * bundles.MeanBytes >= small.Sum(group => group.Bytes) * perSpan);
        // A file of the size of a bundle has a header too.
        Assert.InRange(bundles.MeanBytes, 0, bundles.MostBytes + CapacityAssumptions.TarHeaders + 4096);
        Assert.InRange(bundles.Run.Batches, 1, plan.Run.Batches);
        Assert.True(bundles.Run.Requests.FilePuts <= plan.Run.Requests.FilePuts * 1.000001);
        Near(plan.Run.Requests.FilePuts - bundles.Files, bundles.Run.Requests.FilePuts - bundles.Count);
    });

    [Fact]
    public void Cost_TwiceTheFiles_IsTwiceOrLess() => Request.Sample(request =>
    {
        var twice = request with
        {
            Rate = new FileRate(
            [.. request.Rate.Sizes.Select(group => new SizeGroup(group.Files * 2, group.Bytes * 2))], request.Rate.Span, "any")
        };
        foreach (var (once, doubled) in CapacityPlanner.Plan(request).Cost.Classes.Zip(CapacityPlanner.Plan(twice).Cost.Classes))
        {
            Assert.True(doubled.Storage <= once.Storage * 2.000001m, once.Class);
            Assert.True(doubled.Storage >= once.Storage, once.Class);
        }
    });

    [Fact]
    public void PaysFrom_AnyRetention_IsTheCrossing() =>
        Gen.Select(Gen.OneOf(Prices.Classes), Gen.Int[1, 3000]).Sample((price, days) =>
    {
        var retain = TimeSpan.FromDays(days);
        if (ClassVerdict.PaysFrom(price, Prices.Standard, retain) is not { } bytes)
            return;
        Assert.Equal("saves", ClassVerdict.Decide(price, Prices.Standard, bytes, retain).Verdict);
        Assert.True(bytes == 0 || ClassVerdict.Decide(price, Prices.Standard, bytes - 1, retain).Verdict is "loses" or "equal");
    });

    [Fact]
    public void Billed_AnySize_IsNeverLessThanTheObject() =>
        Gen.Select(Gen.OneOf(Prices.Classes), Gen.Long[0, 1L << 40]).Sample((price, bytes) =>
    {
        var (own, beside) = StorageCost.Billed(price, bytes);
        Assert.True((own + beside) * (1 << 30) >= bytes - 0.001m);
        Assert.True(own * (1 << 30) >= price.MinimumBytes - 0.001m);
    });

    [Fact]
    public void Meter_EvenWriter_IsMeasuredExactly() =>
        Gen.Select(Gen.Int[2, 200], Gen.Int[60, 5000], Gen.Int[0, 100_000]).Sample((files, seconds, size) =>
    {
        var meter = new RateMeter();
        for (var file = 0; file < files; file++)
            meter.Add(DateTimeOffset.UnixEpoch.AddSeconds((double)file * seconds), size);
        var rate = meter.Rate("any")!;
        Near(1.0 / seconds, rate.FilesIn(TimeSpan.FromSeconds(1)));
        Near((double)size / seconds, rate.BytesPerSecond);
    });

    private static void Near(double expected, double actual) =>
        Assert.InRange(actual, (expected * 0.999999) - 1e-6, (expected * 1.000001) + 1e-6);
}
