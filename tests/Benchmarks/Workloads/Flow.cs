using System.Diagnostics;
using Longshore.Benchmarks.Clients;
using Longshore.Benchmarks.Processes;
using Longshore.Benchmarks.Report;
using Longshore.Sandbox.Demo;
using Longshore.Sandbox.Knative;

namespace Longshore.Benchmarks.Workloads;

/// <summary>
/// From the ping to the last deletion: the sandbox's Broker obeys the manifests, every function is a process of its own. Beside
/// it the upload alone. Both are timed from the event to its answer, with processes that are up.
/// </summary>
internal static class Flow
{
    private const int Files = 5000;
    private const int Bytes = 13 * 1024;

    public static Workload Create(Bench bench) => new(["flow"], static rounds => rounds, async (recorder, cancellation) =>
    {
        recorder.Add("flow", "upload alone", await UploadAsync(bench, cancellation));
        recorder.Add("flow", "ping to last deletion", await PingAsync(bench, cancellation));
    });

    private static async Task<Sample> UploadAsync(Bench bench, CancellationToken cancellation)
    {
        var folder = await bench.Data.KeptAsync($"small-{Files}", Files, Bytes, cancellation);
        await bench.Sink.EmptyAsync(LongshoreClient.Bucket);
        await bench.Sink.ResetAsync();
        var (usage, wall, _) =
            await bench.Longshore.ServeAsync(bench.Longshore.Settings("schedule,sync", folder), async (http, address) =>
        {
            bench.Broker.Sync = address;
            var watch = Stopwatch.StartNew();
            await Event.New("dev.longshore.scan.requested", "{}").PostAsync(http, address, cancellation);
            return watch.Elapsed.TotalSeconds;
        }, cancellation);
        await bench.CheckAsync(LongshoreClient.Bucket, Files, (long)Files * Bytes);
        return await bench.SampleAsync(LongshoreClient.Bucket, wall, usage.Cpu, usage.Peak);
    }

    private static async Task<Sample> PingAsync(Bench bench, CancellationToken cancellation)
    {
        var volume = await bench.Data.FreshAsync("flow", Files, Bytes, cancellation);
        await using var cluster = await SandboxCluster.StartAsync(new ClusterOptions
        {
            Manifests = Repository.Manifests,
            Iam = Repository.Iam,
            Volume = volume,
            Settings = new Dictionary<string, string>
            {
                ["Schedule__MinAge"] = "PT2S",
                ["S3__ServiceUrl"] = bench.Sink.Endpoint.ToString(),
                ["S3__StsUrl"] = bench.Sink.Endpoint.ToString(),
            },
        }, cancellation);
        await bench.Sink.EmptyAsync(cluster.Store.Bucket);
        await bench.Sink.ResetAsync();
        var functions = cluster.Manifests.Services.Select(service => Child.Start(bench.Program, [],
            cluster.EnvironmentOf(service), Path.Combine(bench.Logs, $"flow-{service.Name}.log"))).ToArray();
        var watch = new Stopwatch();
        try
        {
            await ReadyAsync(cluster.Services.Values, cancellation);
            using var clock = new PingClock(cluster.Manifests, cluster.Broker.SinkOf, TimeProvider.System);
            watch.Start();
            var answers = await clock.FireNowAsync(cancellation);
            watch.Stop();
            if (VolumeFiles.Count(volume) is var left and > 0 || answers is not [202])
                throw new InvalidOperationException(
                    $"The Broker answered {string.Join(", ", answers)} and files are left; see {bench.Logs}.");
        }
        finally
        {
            foreach (var function in functions)
                function.Signal();
        }

        var used = await Task.WhenAll(functions.Select(static function => function.Ended));
        await bench.CheckAsync(cluster.Store.Bucket, Files, (long)Files * Bytes);
        return await bench.SampleAsync(cluster.Store.Bucket, watch.Elapsed.TotalSeconds, used.Sum(static usage => usage.Cpu),
            used.Max(static usage => usage.Peak));
    }

    private static async Task ReadyAsync(IEnumerable<Uri> services, CancellationToken cancellation)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(2) };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        foreach (var service in services)
        {
            while (true)
            {
                try
                {
                    using var answer = await http.GetAsync(new Uri(service, "/healthz/ready"), limit.Token);
                    if (answer.IsSuccessStatusCode)
                        break;
                }
                catch (HttpRequestException)
                {
                    // Not up yet; the limit ends the wait.
                }

                await Task.Delay(10, limit.Token);
            }
        }
    }
}
