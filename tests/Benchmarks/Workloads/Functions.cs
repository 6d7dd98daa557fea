using System.Diagnostics;
using Longshore.Benchmarks.Clients;
using Longshore.Benchmarks.Processes;
using Longshore.Benchmarks.Report;

namespace Longshore.Benchmarks.Workloads;

/// <summary>What Longshore alone does: start, scan, clean up.</summary>
internal static class Functions
{
    private const string AllFunctions = "schedule,sync,cleanup,deadletter";
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    /// <summary>
    /// From the start of the process, with all functions, to the first event answered 200: a dry scan of an empty volume, which
    /// assumes the role and writes its record to S3. Its memory is what the process holds a second later.
    /// </summary>
    public static Workload Start(Bench bench) => new(["start"], static rounds => rounds * 3, async (recorder, cancellation) =>
    {
        var (listening, answered) = await StartAsync(bench, bench.Longshore, cancellation);
        recorder.Add("start", "listening", listening);
        recorder.Add("start", "first answer", answered);
    });

    /// <summary>Starts a process; see <see cref="Start"/>.</summary>
    public static async Task<(Sample Listening, Sample Answered)> StartAsync(
        Bench bench, LongshoreClient client, CancellationToken cancellation)
    {
        var folder = await bench.Data.FreshAsync("empty", 0, 0, cancellation);
        var settings = client.Settings(AllFunctions, folder);
        await bench.Sink.ResetAsync();
        var watch = Stopwatch.StartNew();
        var listening = 0d;
        var (usage, answered, resident) = await client.ServeAsync(settings, async (http, address) =>
        {
            listening = watch.Elapsed.TotalSeconds;
            await Event.New("dev.longshore.scan.requested", """{"dryRun":true}""").PostAsync(http, address, cancellation);
            return watch.Elapsed.TotalSeconds;
        }, cancellation, Idle);
        return (new Sample(listening, 0, 0, []), await bench.SampleAsync(LongshoreClient.Bucket, answered, usage.Cpu, resident));
    }

    /// <summary>
    /// A scan of a million empty files whose batches a sink takes at once; <c>find</c> with the same look at every file as a
    /// yardstick.
    /// </summary>
    public static Workload Scan(Bench bench) =>
        new(["scan"], static rounds => Math.Min(rounds, 3), async (recorder, cancellation) =>
    {
        const int files = 1_000_000;
        var folder = await bench.Data.KeptAsync("scan", files, 0, cancellation);
        recorder.Add("scan", Bench.LongshoreName,
            await bench.MeasureAsync(LongshoreClient.Bucket, () => ScanAsync(bench, folder, files, cancellation)));
        if (File.Exists("/usr/bin/find"))
        {
            recorder.Add("scan", "find -printf", await bench.MeasureAsync("none", async () => await Child.Start("/usr/bin/find",
                [folder, "-type", "f", "-printf", @"%p %s %T@ %C@ %i\n"], new Dictionary<string, string>(), "/dev/null").Ended));
        }
    });

    private static async Task<Usage> ScanAsync(Bench bench, string folder, int files, CancellationToken cancellation)
    {
        bench.Broker.Sync = null;
        var (usage, reply, _) = await bench.Longshore.ServeAsync(bench.Longshore.Settings("schedule", folder),
            (http, address) =>
                Event.New("dev.longshore.scan.requested", "{}").PostAsync(http, address, cancellation), cancellation);
        return reply?.Number("files") == files
            ? usage
            : throw new InvalidOperationException($"The scan found {reply?.Number("files")} of {files} files; see {bench.Logs}.");
    }

    /// <summary>Cleanup of 60,000 files that were shipped before.</summary>
    public static Workload Cleanup(Bench bench) =>
        new(["cleanup"], static rounds => Math.Min(rounds, 3), async (recorder, cancellation) =>
        recorder.Add("cleanup", Bench.LongshoreName, await CleanupAsync(bench, bench.Longshore, 60_000, cancellation)));

    /// <summary>
    /// Cleanup of 5,000 files of 13 KiB in bundles, which reads each of them; <c>sha256sum</c> over the same files as a
    /// yardstick.
    /// </summary>
    public static Workload CleanupOfBundles(Bench bench) =>
        new(["cleanup-b"], static rounds => rounds, async (recorder, cancellation) =>
        {
            recorder.Add("cleanup-b", Bench.LongshoreName, await CleanupAsync(
                bench, bench.Bundling, 5_000, cancellation, 13 * 1024, HashAsync));

            async Task HashAsync(string folder) => recorder.Add("cleanup-b", "sha256sum",
                await bench.MeasureAsync("none", async () => await Child.Start("/bin/sh",
                    ["-c", $"find '{folder}' -type f -print0 | xargs -0 sha256sum"], new Dictionary<string, string>(),
                    "/dev/null").Ended));
        });

    /// <summary>
    /// Ships fresh files, then measures their cleanup: from the start of its process, every <c>batch.synced</c>, four at once, to
    /// its end.
    /// </summary>
    /// <param name="before">Called with the folder before its files are deleted.</param>
    public static async Task<Sample> CleanupAsync(Bench bench, LongshoreClient client, int files, CancellationToken cancellation,
        int bytes = 64, Func<string, Task>? before = null)
    {
        await bench.Sink.EmptyAsync(LongshoreClient.Bucket);
        var folder = await bench.Data.FreshAsync("cleanup", files, bytes, cancellation);
        await client.ShipAsync(folder, files, cancellation);
        if (before is not null)
            await before(folder);
        var synced = bench.Broker.Replies.ToArray();
        return await bench.MeasureAsync(LongshoreClient.Bucket, async () =>
        {
            var deleted = 0L;
            var (usage, _, _) = await client.ServeAsync(client.Settings("cleanup", folder), async (http, address) =>
            {
                await Parallel.ForEachAsync(synced, new ParallelOptions
                {
                    MaxDegreeOfParallelism = 4,
                    CancellationToken = cancellation,
                }, async (e, token) =>
                    Interlocked.Add(ref deleted, (await e.PostAsync(http, address, token))?.Number("deleted") ?? 0));
                return deleted;
            }, cancellation);
            return deleted == files ? usage
                : throw new InvalidOperationException($"Cleanup deleted {deleted} of {files} files; see {bench.Logs}.");
        });
    }
}
