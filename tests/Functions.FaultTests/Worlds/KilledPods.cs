using System.Diagnostics;
using Longshore.FaultTests.Stage;
using Longshore.Sandbox.Demo;
using Longshore.Stage;

namespace Longshore.FaultTests.Worlds;

/// <summary>
/// Sync and cleanup as processes of their own, which are killed with SIGKILL while they work and started again.
/// </summary>
internal sealed class KilledPods : IAsyncDisposable
{
    public static readonly string[] Functions = ["sync", "cleanup"];

    /// <summary>Kills in one world.</summary>
    private const int Most = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    private readonly Cluster _cluster;
    private readonly Random _random;
    private readonly FunctionProcess[] _pods;

    private KilledPods(Cluster cluster, int seed)
    {
        _cluster = cluster;
        _random = new Random(seed);
        _pods = [.. Functions.Select(function => Pod.Of(cluster, function))];
    }

    public int Kills { get; private set; }

    public int Terminations { get; private set; }

    public static async Task<KilledPods> StartAsync(Cluster cluster, int seed)
    {
        var pods = new KilledPods(cluster, seed);
        await Task.WhenAll(pods._pods.Select(pod => pod.StartAsync(TestContext.Current.CancellationToken)));
        foreach (var pod in pods._pods)
            cluster.Direct(pod.Name, pod.Address);
        return pods;
    }

    /// <summary>Scans again and again while pods die in the middle of it.</summary>
    public async Task ScanAndKillAsync()
    {
        // One of them is SIGTERM, if it is sync's turn then.
        var polite = _random.Next(Most);
        for (var round = 0; round < Most; round++)
        {
            var victim = _pods[(round + _random.Next(2)) % _pods.Length];
            var receipts = Receipts();
            var requests = _cluster.S3.Counters.Total + _random.Next(5, 120);
            var scan = _cluster.ScanAsync();
            var since = Stopwatch.GetTimestamp();
            // Cleanup begins when sync has written its receipt; sync is at work with each request.
            while (!scan.IsCompleted && Stopwatch.GetElapsedTime(since) < Patience
                && (victim.Name == "cleanup" ? Receipts() <= receipts : _cluster.S3.Counters.Total < requests))
                await Task.Delay(1);
            await Task.Delay(TimeSpan.FromMilliseconds(_random.NextDouble() * 15));
            if (round == polite && victim.Name == "sync")
            {
                await victim.DisposeAsync();
                Terminations++;
            }
            else
            {
                await victim.KillAsync();
                Kills++;
            }

            (await scan).Dispose();
            await victim.StartAsync(TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pod in _pods)
            await pod.KillAsync();
    }

    private int Receipts() =>
        _cluster.Objects.Keys().Count(key => key.StartsWith("_longshore/receipts/", StringComparison.Ordinal));
}
