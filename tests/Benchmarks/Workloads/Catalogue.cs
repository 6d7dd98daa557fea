namespace Longshore.Benchmarks.Workloads;

/// <summary>Every workload, in the order in which it is measured and told.</summary>
internal static class Catalogue
{
    private const long Hundred = 100_000_000;

    public static Workload[] Of(Bench bench) =>
    [
        Shipping.Small(bench, "W1", "W2", 5_000, Every),
        Shipping.Small(bench, "W1-20ms", null, 5_000, Every, delay: 20, takes: static peer => peer.Name != "aws"),
        // aws takes two minutes a round; W1 and W2 tell enough of it.
        Shipping.Small(bench, "W3", "W4", 60_000, Few, takes: static peer => peer.Name != "aws"),
        Shipping.Large(bench, "W5", 1, 2L << 30, Every),
        Shipping.Large(bench, "W6", 20, Hundred, Every),
        Shipping.Together(bench, "W1b", 5_000, Every),
        Shipping.Together(bench, "W1b-20ms", 5_000, Every, delay: 20),
        Shipping.Together(bench, "W3b", 60_000, Few),
        Functions.Start(bench),
        Functions.Scan(bench),
        Functions.Cleanup(bench),
        Functions.CleanupOfBundles(bench),
        Flow.Create(bench),
        Telemetry.Ship(bench),
        Telemetry.Start(bench),
        .. bench.Earlier is { } earlier
        ? new[] { Before.Start(bench, earlier), Before.Ship(bench, earlier), Before.ShipMany(bench, earlier),
        Before.Cleanup(bench, earlier) } : [],
    ];

    private static int Every(int rounds) => rounds;

    private static int Few(int rounds) => Math.Min(rounds, 3);
}
