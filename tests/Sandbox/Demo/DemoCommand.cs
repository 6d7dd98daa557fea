using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Longshore.Sandbox.Knative;
using Longshore.Sandbox.Traces;
using Longshore.Sandbox.Writer;

namespace Longshore.Sandbox.Demo;

/// <summary>
/// <c>demo</c>: the whole flow once, with real processes: files are written, a ping is fired, functions ship and delete,
/// and every object is read back and compared.
/// </summary>
internal sealed class DemoCommand(DemoOptions options, DemoConsole console)
{
    /// <summary>How long files are left alone before they are shipped; the least that the functions allow.</summary>
    private static readonly TimeSpan MinAge = TimeSpan.FromSeconds(2);

    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public const string Help = """
        demo: writes files, fires the ping, ships them with real processes, reads every object back, and judges.

          --functions PROGRAM   the functions' program; default: artifacts/longshore-functions

        Environment: DEMO_FILES (5000), DEMO_BYTES (13312), DEMO_KILL=1 (kill every function in the middle and start it
        again), DEMO_BUNDLE=1 (ship the files once each by itself and once in bundles, and compare), DEMO_SECONDS (300;
        the run fails after that time). Exit status 1 if a promise is broken.
        """;

    /// <exception cref="TimeoutException"><c>DEMO_SECONDS</c> are over.</exception>
    public static async Task<int> RunAsync(IReadOnlyList<string> words, TextWriter output, CancellationToken cancellation)
    {
        var program = new Arguments(words, "--functions").Text("--functions") ?? Path.Combine(Repository.Root,
            "artifacts", "longshore-functions");
        var options = DemoOptions.Read(Environment.GetEnvironmentVariable, Path.GetFullPath(program));
        if (!File.Exists(options.Functions))
            throw new UsageException($"{options.Functions} does not exist; build it with make publish.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(options.Seconds));
        try
        {
            return await new DemoCommand(options, new DemoConsole(output, !Console.IsOutputRedirected)).RunAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"not finished after {options.Seconds} s; DEMO_SECONDS allows more");
        }
    }

    /// <returns>0 if every promise was kept, else 1.</returns>
    /// <exception cref="OperationCanceledException">Interrupted, or the time limit is over.</exception>
    private async Task<int> RunAsync(CancellationToken cancellation)
    {
        var work = Directory.CreateTempSubdirectory("longshore-demo-").FullName;
        try
        {
            if (!options.Bundle)
                return (await RunAsync(work, [], cancellation)).Status;
            console.Say("First, each file as an object of its own.");
            var apart = await RunAsync(Path.Combine(work, "apart"), [], cancellation);
            console.Say("");
            console.Say("Now the same in bundles.");
            var together = await RunAsync(Path.Combine(work, "together"), BundleReport.Settings, cancellation, apart.Cost);
            return Math.Max(apart.Status, together.Status);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <param name="settings">Of the functions, beside the demo's own.</param>
    /// <param name="before">What the run before it cost; then both are shown, and a bundle.</param>
    private async Task<(int Status, RunCost Cost)> RunAsync(string work, IEnumerable<KeyValuePair<string, string>> settings,
        CancellationToken cancellation, RunCost? before = null)
    {
        var volume = Directory.CreateDirectory(Path.Combine(work, "volume")).FullName;
        await using var cluster = await SandboxCluster.StartAsync(new ClusterOptions
        {
            Manifests = Repository.Manifests,
            Iam = Repository.Iam,
            Volume = volume,
            Settings = new Dictionary<string, string>(settings) { ["Schedule__MinAge"] = "PT2S" },
        }, cancellation);
        await using var fleet = new FunctionFleet(cluster, options.Functions, work);
        await fleet.StartAsync(cancellation);
        console.Say($"The cluster is up: Broker {cluster.Sink}, S3 and STS {cluster.Store.Endpoint}, "
            + string.Join(", ", fleet.Functions.Select(static function => $"{function.Name} {function.Address.Authority}")));
        var files = await WriteAsync(volume, cancellation);
        console.Say($"{files.Count} files are written; they are left alone for {MinAge.TotalSeconds} s, then the ping is fired.");
        await Task.Delay(MinAge + TimeSpan.FromMilliseconds(200), cancellation);
        var shipping = Stopwatch.StartNew();
        await console.WhileAsync(new DemoFlow(cluster, fleet, options, volume).RunAsync(cancellation),
            () => DemoConsole.Progress(cluster, options, shipping, VolumeFiles.Count(volume)));
        console.Say(
            $"The volume is empty after {shipping.Elapsed.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} s. Every "
            + "object is read back.");
        var cost = RunCost.Of(cluster.Store);
        if (before is not null)
        {
            foreach (var line in BundleReport.Lines(before, cost, cluster.Store, work))
                console.Say(line);
        }

        return (await ReportAsync(cluster, files, volume, cancellation), cost);
    }

    private async Task<IReadOnlyList<WrittenFile>> WriteAsync(string volume, CancellationToken cancellation)
    {
        var writer = new SampleWriter(new WriterOptions
        {
            Root = volume,
            Files = options.Files,
            Bytes = options.Bytes,
            Hour = TimeProvider.System.GetUtcNow(),
        });
        var writing = writer.WriteAsync(null, cancellation);
        await console.WhileAsync(writing, () => $"  {writer.Written}/{options.Files} files written");
        return await writing;
    }

    private async Task<int> ReportAsync(
        SandboxCluster cluster, IReadOnlyList<WrittenFile> files, string volume, CancellationToken cancellation)
    {
        using var bucket = cluster.Store.Reader();
        var readBack = await ReadBack.CompareAsync(bucket, files, cancellation);
        var log = cluster.Broker.Log.Snapshot();
        var left = VolumeFiles.Count(volume);
        foreach (var line in await DemoReport.LinesAsync(log, readBack, bucket, VolumeFiles.Paths(volume), files, cancellation))
            console.Say(line);
        var page = await StatusPage.KeepAsync(cluster,
            Path.Combine(Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts")).FullName, "status.html"),
            cancellation);
        console.Say($"The status page as it is now: {Path.GetRelativePath(Repository.Root, page)}");
        var verdict = new DemoVerdict(options, FlowTotals.Of(log), readBack, left, _watch.Elapsed);
        var trace = TraceOf(cluster, files, volume, log);
        string[] refusals = [.. Acceptor.Refusals(trace)];
        console.Say($"The trace of this run, {trace.Steps.Count} steps, is {(refusals.Length == 0 ? "one" : "none")} that the "
            + "protocol allows.");
        string[] broken = [.. verdict.Broken(), .. refusals];
        foreach (var promise in broken)
            console.Say($"BROKEN: {promise}.");
        console.Say(verdict.Line);
        return broken.Length == 0 ? 0 : 1;
    }

    private RunTrace TraceOf(
        SandboxCluster cluster, IReadOnlyList<WrittenFile> files, string volume, IEnumerable<FlowedEvent> log) =>
        // The files were there before anything else happened.
        TraceReader.Read(files.Select(file => (0L, (TraceStep)new FileWritten(file.Path, file.Sha256, file.Size))),
            cluster.Store.Journal, cluster.Store.Contents, log,
            VolumeFiles.Paths(volume).ToDictionary(path => path,
                path => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(volume, path)))))) with
        {
            IsUndisturbed = !options.Kill,
            MayStayOpen = options.Kill,
        };
}
