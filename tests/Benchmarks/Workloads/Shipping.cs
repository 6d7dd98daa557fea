using Longshore.Benchmarks.Clients;

namespace Longshore.Benchmarks.Workloads;

/// <summary>Longshore and its peers ship the same files, cold and, where asked, the same again.</summary>
internal static class Shipping
{
    private const int SmallBytes = 13 * 1024;

    public static Workload Small(Bench bench, string cold, string? again, int files, Func<int, int> rounds, int delay = 0,
        Func<Peer, bool>? takes = null) =>
        new(again is null ? [cold] : [cold, again], rounds, (recorder, cancellation) =>
            WithSmallAsync(bench, files, delay, async folder =>
        {
            await ColdAsync(bench, recorder, cold, Errand.Cold, folder, files, SmallBytes, takes, cancellation);
            if (again is not null)
                await AgainAsync(bench, recorder, again, folder, files, takes, cancellation);
        }, cancellation));

    /// <summary>Longshore with bundles, beside peers that ship each file by itself and such that stream a tar.</summary>
    public static Workload Together(Bench bench, string id, int files, Func<int, int> rounds, int delay = 0) =>
        new([id], rounds, (recorder, cancellation) => WithSmallAsync(bench, files, delay, async folder =>
        {
            await bench.Sink.EmptyAsync(LongshoreClient.Bucket);
            recorder.Add(id, Bench.LongshoreName, await bench.MeasureAsync(
                LongshoreClient.Bucket, () => bench.Bundling.ShipAsync(folder, files, cancellation)));
            await bench.CheckTogetherAsync(LongshoreClient.Bucket, files / 300, files * (long)SmallBytes);
            foreach (var peer in Peers.Together(bench.Peers))
            {
                await recorder.TryAsync(id, peer.Name, async () =>
                {
                    await bench.Sink.EmptyAsync(peer.Name);
                    var sample = await bench.MeasureAsync(peer.Name,
                        () => peer.RunAsync(Errand.Cold, bench.Sink, folder, bench.Logs));
                    await bench.CheckTogetherAsync(peer.Name, files, files * (long)SmallBytes);
                    return sample;
                });
            }
        }, cancellation));

    /// <summary>Has small files shipped to a server that waits so many milliseconds before each answer.</summary>
    private static async Task WithSmallAsync(
        Bench bench, int files, int delay, Func<string, Task> ship, CancellationToken cancellation)
    {
        var folder = await bench.Data.KeptAsync($"small-{files}", files, SmallBytes, cancellation);
        await bench.Sink.DelayAsync(delay);
        try
        {
            await ship(folder);
        }
        finally
        {
            await bench.Sink.DelayAsync(0);
        }
    }

    public static Workload Large(Bench bench, string id, int files, long bytes, Func<int, int> rounds) =>
        new([id], rounds, async (recorder, cancellation) =>
        {
            var folder = await bench.Data.KeptAsync($"large-{files}", files, bytes, cancellation);
            await ColdAsync(bench, recorder, id, Errand.Large, folder, files, bytes, null, cancellation);
        });

    private static async Task ColdAsync(
        Bench bench, Recorder recorder, string id, Errand errand, string folder, int files, long bytes,
        Func<Peer, bool>? takes, CancellationToken cancellation)
    {
        await bench.Sink.EmptyAsync(LongshoreClient.Bucket);
        recorder.Add(id, Bench.LongshoreName,
            await bench.MeasureAsync(LongshoreClient.Bucket, () => bench.Longshore.ShipAsync(folder, files, cancellation)));
        await bench.CheckAsync(LongshoreClient.Bucket, files, files * bytes);
        foreach (var peer in bench.Peers.Where(takes ?? (static _ => true)))
        {
            await recorder.TryAsync(id, peer.Name, async () =>
            {
                await bench.Sink.EmptyAsync(peer.Name);
                var sample = await bench.MeasureAsync(peer.Name, () => peer.RunAsync(errand, bench.Sink, folder, bench.Logs));
                await bench.CheckAsync(peer.Name, files, files * bytes);
                return sample;
            });
        }
    }

    private static async Task AgainAsync(Bench bench, Recorder recorder, string id, string folder, int files,
        Func<Peer, bool>? takes, CancellationToken cancellation)
    {
        recorder.Add(id, Bench.LongshoreName,
            await bench.MeasureAsync(LongshoreClient.Bucket, () => bench.Longshore.ShipAsync(folder, files, cancellation)));
        foreach (var peer in bench.Peers.Where(takes ?? (static _ => true)))
            await recorder.TryAsync(id, peer.Name,
                () => bench.MeasureAsync(peer.Name, () => peer.RunAsync(Errand.Again, bench.Sink, folder, bench.Logs)));
    }
}
