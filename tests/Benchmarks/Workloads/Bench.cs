using Longshore.Benchmarks.Clients;
using Longshore.Benchmarks.Processes;
using Longshore.Benchmarks.Report;

namespace Longshore.Benchmarks.Workloads;

/// <summary>What every workload needs: the clients, the server, the files.</summary>
/// <param name="Bundling">Longshore, which puts small files together.</param>
/// <param name="Earlier">A binary of an earlier state, where one is given.</param>
internal sealed record Bench(string Program, LongshoreClient Longshore, LongshoreClient Bundling, LongshoreClient? Earlier,
    Peer[] Peers, SinkProcess Sink, LoopBroker Broker, Data Data, string Logs)
{
    public const string LongshoreName = "longshore";

    /// <summary>What an earlier binary need not know.</summary>
    public static readonly IReadOnlyDictionary<string, string> Named =
        new Dictionary<string, string> { ["Volume__Name"] = "bench/volume" };

    /// <summary>The same, with bundles.</summary>
    public static readonly IReadOnlyDictionary<string, string> Bundled = new Dictionary<string, string>(Named)
    {
        ["Sync__BundleUpTo"] = "1MiB",
        ["Schedule__BatchFiles"] = "5000",
    };

    /// <summary>Runs something and takes with it what the server counted meanwhile.</summary>
    public async Task<Sample> MeasureAsync(string bucket, Func<Task<Usage>> run)
    {
        await Sink.ResetAsync();
        var usage = await run();
        return await SampleAsync(bucket, usage.Wall, usage.Cpu, usage.Peak);
    }

    public async Task<Sample> SampleAsync(string bucket, double wall, double cpu, long peak)
    {
        var counted = await Sink.CountersAsync(bucket);
        foreach (var other in new[] { "cpu-us", "objects", "bytes", "refused" })
            counted.Remove(other);
        return new Sample(wall, cpu, peak, counted);
    }

    /// <summary>No client gets a time for work that it did not do.</summary>
    /// <exception cref="InvalidOperationException">The server holds something else.</exception>
    public async Task CheckAsync(string bucket, long files, long bytes)
    {
        var counted = await Sink.CountersAsync(bucket);
        if (counted["objects"] != files || counted["bytes"] != bytes)
        {
            throw new InvalidOperationException(
                $"The bucket {bucket} holds {counted["objects"]} objects of {counted["bytes"]} bytes in all "
                + $"where {files} of {bytes} were to be shipped; see {Logs}.");
        }
    }

    /// <summary>The same where the files are in larger objects.</summary>
    public async Task CheckTogetherAsync(string bucket, long most, long bytes)
    {
        var counted = await Sink.CountersAsync(bucket);
        if (counted["objects"] < 1 || counted["objects"] > most || counted["bytes"] < bytes)
        {
            throw new InvalidOperationException(
                $"The bucket {bucket} holds {counted["objects"]} objects of {counted["bytes"]} bytes in all where at most {most} "
                + $"objects with {bytes} bytes of files were to be shipped; see {Logs}.");
        }
    }
}
