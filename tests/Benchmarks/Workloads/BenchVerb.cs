using System.Globalization;
using System.Runtime.InteropServices;
using Longshore.Benchmarks.Clients;
using Longshore.Benchmarks.Report;
using Longshore.Sandbox.Demo;

namespace Longshore.Benchmarks.Workloads;

/// <summary><c>bench</c>: measures, and writes the page.</summary>
internal static class BenchVerb
{
    public const string Help = """
        bench: measures Longshore and those of rclone, s5cmd and aws that are on PATH, in turn, each run a whole
        process, against one sink; then writes the tables and plots of docs/performance.md from docs/performance/results.json.

          --bench A,B     some of W1,W2,W1-20ms,W3,W4,W5,W6,W1b,W1b-20ms,W3b,start,scan,cleanup,cleanup-b,flow,
                          telemetry-W1,telemetry-start, and with --before
                          before-start,before-W1,before-W2,before-W3,before-W4,before-cleanup; default: all
          --rounds N      default 5; one more warms up, and the long workloads do with 3 at most
          --longshore P   default: artifacts/longshore-functions
          --before P      an earlier binary: it runs in turn with this one
          --data DIR      where the files are written and kept, 6 GB in all; default: artifacts/bench
          --report no     leave the results and the page alone

        Environment: RCLONE, S5CMD and AWS name a peer's program that is not on PATH.
        """;

    /// <returns>0 when all was measured.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> words, TextWriter output, CancellationToken cancellation)
    {
        var arguments = new Arguments(words, "--bench", "--rounds", "--longshore", "--before", "--data", "--report");
        var program = Path.GetFullPath(arguments.Text("--longshore") ?? Path.Combine(Repository.Root,
            "artifacts", "longshore-functions"));
        if (!File.Exists(program))
            throw new UsageException($"{program} does not exist; build it with make publish.");
        var earlier = arguments.Text("--before") is { } before ? Path.GetFullPath(before) : null;
        if (earlier is not null && !File.Exists(earlier))
            throw new UsageException($"--before names {earlier}, which does not exist.");
        var data =
            Directory.CreateDirectory(arguments.Text("--data") ?? Path.Combine(Repository.Root, "artifacts", "bench")).FullName;
        var logs = Directory.CreateDirectory(Path.Combine(data, "logs")).FullName;
        await using var sink = await SinkProcess.StartAsync(logs, cancellation);
        await using var broker = await LoopBroker.StartAsync(cancellation);
        var peers = Peers.Find();
        var bench = new Bench(program, new LongshoreClient(program, sink, broker, logs, Bench.Named),
            new LongshoreClient(program, sink, broker, logs, Bench.Bundled),
            earlier is null ? null : new LongshoreClient(earlier, sink, broker, logs), peers, sink, broker, new Data(data), logs);
        output.WriteLine(peers.Length == 0
            ? "None of rclone, s5cmd and aws is on PATH: Longshore is measured alone."
            : $"Peers: {string.Join(", ", peers.Select(static peer => peer.Name))}. Logs: {logs}");
        var versions = await VersionsAsync(peers, logs);
        var chosen = Chosen(Catalogue.Of(bench), arguments.Text("--bench")).ToArray();
        var rounds = arguments.Whole("--rounds", 5, 1, 100);
        var report = arguments.OneOf("--report", "yes", "no") == "yes";
        var failed = false;
        foreach (var workload in chosen)
            failed |= !await MeasureAsync(workload, rounds, versions, report, output, cancellation);
        if (report)
            output.WriteLine("docs/performance.md and docs/performance/ are written.");
        return failed ? 1 : 0;
    }

    private static IEnumerable<Workload> Chosen(Workload[] all, string? names)
    {
        var wanted = (names ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var known = all.SelectMany(static workload => workload.Ids).ToArray();
        if (Array.Find(wanted, name => !known.Contains(name)) is { } unknown)
            throw new UsageException($"--bench names {unknown}; it takes {string.Join(", ", known)}.");
        return all.Where(workload => wanted.Length == 0 || workload.Ids.Any(wanted.Contains));
    }

    /// <summary>Measures one workload and writes what came out at once, so that an interrupted run keeps it.</summary>
    /// <returns>False if a client failed.</returns>
    private static async Task<bool> MeasureAsync(
        Workload workload, int asked, SortedDictionary<string, string> versions, bool report, TextWriter output,
        CancellationToken cancellation)
    {
        var recorder = new Recorder();
        try
        {
            await workload.RoundAsync(recorder, cancellation);
            recorder.Clear();
            for (var round = 0; round < workload.Rounds(asked); round++)
                await workload.RoundAsync(recorder, cancellation);
        }
        catch (InvalidOperationException e)
        {
            output.WriteLine($"{string.Join(", ", workload.Ids)}: not measured. {e.Message}");
            return false;
        }

        foreach (var failure in recorder.Failures)
            output.WriteLine(failure);
        foreach (var (id, series) in recorder.Series)
            output.WriteLine(TextTable.Of(id, series));
        if (report)
            Keep(recorder, versions);
        return recorder.Failures.Count == 0;
    }

    private static void Keep(Recorder recorder, SortedDictionary<string, string> versions)
    {
        var file = Path.Combine(Repository.Root, "docs", "performance", "results.json");
        var results = Results.Read(file);
        var today = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        foreach (var (id, series) in recorder.Series)
            results.Workloads[id] = new Measured(id, today, Machine.Describe(), versions, series);
        results.Write(file);
        Page.Write(Repository.Root, results);
    }

    private static async Task<SortedDictionary<string, string>> VersionsAsync(Peer[] peers, string logs)
    {
        var versions = new SortedDictionary<string,
            string>(StringComparer.Ordinal)
        { [".NET of the sink"] = RuntimeInformation.FrameworkDescription };
        foreach (var peer in peers)
            versions[peer.Name] = await peer.VersionAsync(logs);
        return versions;
    }
}
