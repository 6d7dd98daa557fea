using Longshore.Benchmarks.Clients;

namespace Longshore.Benchmarks.Workloads;

/// <summary>The founding batch, the same again and its cleanup, by an earlier binary and by this one in turn: what a change costs.</summary>
internal static class Before
{
    public const string Name = "before";
    private const int Files = 5000;

    public static Workload Ship(Bench bench, LongshoreClient earlier) => new(["before-W1", "before-W2"], Rounds, async (recorder, cancellation) =>
    {
        const int bytes = 13 * 1024;
        var folder = await bench.Data.KeptAsync($"small-{Files}", Files, bytes, cancellation);
        foreach (var (name, client) in Both(bench, earlier))
        {
            await bench.Sink.EmptyAsync(LongshoreClient.Bucket);
            recorder.Add("before-W1", name, await bench.MeasureAsync(LongshoreClient.Bucket, () => client.ShipAsync(folder, Files, cancellation)));
            await bench.CheckAsync(LongshoreClient.Bucket, Files, (long)Files * bytes);
            recorder.Add("before-W2", name, await bench.MeasureAsync(LongshoreClient.Bucket, () => client.ShipAsync(folder, Files, cancellation)));
        }
    });

    public static Workload Cleanup(Bench bench, LongshoreClient earlier) => new(["before-cleanup"], Rounds, async (recorder, cancellation) =>
    {
        foreach (var (name, client) in Both(bench, earlier))
            recorder.Add("before-cleanup", name, await Functions.CleanupAsync(bench, client, Files, cancellation));
    });

    private static int Rounds(int rounds) => rounds * 4;

    private static IEnumerable<(string Name, LongshoreClient Client)> Both(Bench bench, LongshoreClient earlier) =>
        [(Name, earlier), (Bench.LongshoreName, bench.Longshore)];
}
