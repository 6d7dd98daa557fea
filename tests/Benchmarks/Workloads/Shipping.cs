using Longshore.Benchmarks.Clients;

namespace Longshore.Benchmarks.Workloads;

/// <summary>Longshore and its peers ship the same files, cold and, where asked, the same again.</summary>
internal static class Shipping
{
    public static Workload Small(Bench bench, string cold, string? again, int files, Func<int, int> rounds, int delay = 0,
        Func<Peer, bool>? takes = null) =>
        new(again is null ? [cold] : [cold, again], rounds, async (recorder, cancellation) =>
        {
            const int bytes = 13 * 1024;
            var folder = await bench.Data.KeptAsync($"small-{files}", files, bytes, cancellation);
            await bench.Sink.DelayAsync(delay);
            try
            {
                await ColdAsync(bench, recorder, cold, Errand.Cold, folder, files, bytes, takes, cancellation);
                if (again is not null)
                    await AgainAsync(bench, recorder, again, folder, files, takes, cancellation);
            }
            finally
            {
                await bench.Sink.DelayAsync(0);
            }
        });

    /// <summary>Longshore with bundles, beside peers that ship each file by itself and such that stream a tar.</summary>
    public static Workload Together(Bench bench, string id, int files, Func<int, int> rounds, int delay = 0) =>
        new([id], rounds, async (recorder, cancellation) =>
        {
            const int bytes = 13 * 1024;
            var folder = await bench.Data.KeptAsync($"small-{files}", files, bytes, cancellation);
            await bench.Sink.DelayAsync(delay);
            try
            {
                await bench.Sink.EmptyAsync(LongshoreClient.Bucket);
                recorder.Add(id, Bench.LongshoreName, await bench.MeasureAsync(
                    LongshoreClient.Bucket, () => bench.Bundling.ShipAsync(folder, files, cancellation)));
                await bench.CheckTogetherAsync(LongshoreClient.Bucket, files / 300, files * (long)bytes);
                foreach (var peer in Peers.Together(bench.Peers))
                {
                    await recorder.TryAsync(id, peer.Name, async () =>
                    {
                        await bench.Sink.EmptyAsync(peer.Name);
                        var sample = await bench.MeasureAsync(peer.Name,
                            () => peer.RunAsync(Errand.Cold, bench.Sink, folder, bench.Logs));
                        await bench.CheckTogetherAsync(peer.Name, files, files * (long)bytes);
                        return sample;
                    });
                }
            }
            finally
            {
                await bench.Sink.DelayAsync(0);
            }
        });

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
