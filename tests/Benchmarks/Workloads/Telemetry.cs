using System.Diagnostics;
using Longshore.Benchmarks.Clients;

namespace Longshore.Benchmarks.Workloads;

/// <summary>
/// What telemetry costs: the batch of W1 and a start with nothing exported, with all of it pushed to a collector that takes it
/// at once, and, where one is given, by an earlier binary.
/// </summary>
internal static class Telemetry
{
    public const string Exporting = "exporting";
    private const string AllFunctions = "schedule,sync,cleanup,deadletter";

    public static Workload Ship(Bench bench) =>
        new(["telemetry-W1"], static rounds => rounds * 2, async (recorder, cancellation) =>
    {
        const int files = 5000;
        const int bytes = 13 * 1024;
        var folder = await bench.Data.KeptAsync($"small-{files}", files, bytes, cancellation);
        foreach (var (name, client) in Clients(bench))
        {
            await bench.Sink.EmptyAsync(LongshoreClient.Bucket);
            recorder.Add("telemetry-W1", name,
                await bench.MeasureAsync(LongshoreClient.Bucket, () => client.ShipAsync(folder, files, cancellation)));
            await bench.CheckAsync(LongshoreClient.Bucket, files, (long)files * bytes);
        }
    });

    public static Workload Start(Bench bench) =>
        new(["telemetry-start"], static rounds => rounds * 4, async (recorder, cancellation) =>
    {
        var folder = await bench.Data.FreshAsync("empty", 0, 0, cancellation);
        foreach (var (name, client) in Clients(bench))
        {
            await bench.Sink.ResetAsync();
            var watch = Stopwatch.StartNew();
            var (usage, answered, resident) =
                await client.ServeAsync(client.Settings(AllFunctions, folder), async (http, address) =>
            {
                await Event.New("dev.longshore.scan.requested", """{"dryRun":true}""").PostAsync(http, address, cancellation);
                return watch.Elapsed.TotalSeconds;
            }, cancellation);
            recorder.Add("telemetry-start", name, await bench.SampleAsync(LongshoreClient.Bucket, answered, usage.Cpu, resident));
        }
    });

    private static IEnumerable<(string Name, LongshoreClient Client)> Clients(Bench bench)
    {
        if (bench.Earlier is { } earlier)
            yield return (Before.Name, earlier);
        yield return (Bench.LongshoreName, bench.Longshore);
        yield return (Exporting,
            new LongshoreClient(bench.Program, bench.Sink, bench.Broker, bench.Logs, new Dictionary<string, string>(Bench.Named)
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = bench.Broker.Address.ToString(),
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            }));
    }
}
