using Longshore.Benchmarks.Clients;

namespace Longshore.Benchmarks.Workloads;

/// <summary>W1 to W4 and a cleanup, by an earlier binary and by this one in turn: what a change costs.</summary>
internal static class Before
{
    public const string Name = "before";
    private const int Files = 5000;

    public static Workload Start(Bench bench, LongshoreClient earlier) =>
        new(["before-start"], Rounds, async (recorder, cancellation) =>
    {
        foreach (var (name, client) in Both(bench, earlier))
            recorder.Add("before-start", name, (await Functions.StartAsync(bench, client, cancellation)).Answered);
    });

    public static Workload Ship(Bench bench, LongshoreClient earlier) => Ship(bench, earlier, Files, "before-W1", "before-W2");

    public static Workload ShipMany(Bench bench, LongshoreClient earlier) =>
        Ship(bench, earlier, 60_000, "before-W3", "before-W4");

    public static Workload Cleanup(Bench bench, LongshoreClient earlier) =>
        new(["before-cleanup"], Rounds, async (recorder, cancellation) =>
    {
        foreach (var (name, client) in Both(bench, earlier))
            recorder.Add("before-cleanup", name, await Functions.CleanupAsync(bench, client, Files, cancellation));
    });

    private static Workload Ship(Bench bench, LongshoreClient earlier, int files, string first, string again) =>
        new([first, again], Rounds, async (recorder, cancellation) =>
    {
        const int bytes = 13 * 1024;
        var folder = await bench.Data.KeptAsync($"small-{files}", files, bytes, cancellation);
        foreach (var (name, client) in Both(bench, earlier))
        {
            await bench.Sink.EmptyAsync(LongshoreClient.Bucket);
            recorder.Add(first, name,
                await bench.MeasureAsync(LongshoreClient.Bucket, () => client.ShipAsync(folder, files, cancellation)));
            await bench.CheckAsync(LongshoreClient.Bucket, files, (long)files * bytes);
            recorder.Add(again, name,
                await bench.MeasureAsync(LongshoreClient.Bucket, () => client.ShipAsync(folder, files, cancellation)));
        }
    });

    private static int Rounds(int rounds) => rounds * 4;

    private static IEnumerable<(string Name, LongshoreClient Client)> Both(Bench bench, LongshoreClient earlier) =>
        [(Name, earlier), (Bench.LongshoreName, bench.Longshore)];
}
