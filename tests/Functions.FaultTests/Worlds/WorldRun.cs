using System.Diagnostics;
using Longshore.Core.Ship;
using Longshore.FaultTests.Stage;
using Longshore.Stage;

namespace Longshore.FaultTests.Worlds;

/// <summary>What came of a world.</summary>
/// <param name="Broken">Promises that were broken, with what shows it; empty is what is wanted.</param>
/// <param name="Faults">Faults that struck.</param>
/// <param name="Refused">The mutation of the world's trace that the acceptor refused, if there was something to change.</param>
/// <param name="Outcomes">What receipts, cleanups and the broker told, by name and number.</param>
internal sealed record WorldResult(ulong Seed, IReadOnlyList<string> Broken, IReadOnlyCollection<string> Faults,
    IReadOnlyDictionary<string, int> Outcomes, string? Refused, TimeSpan Took);

/// <summary>Runs one world: files, writer and faults at once, then peace until nothing is left to do, then judgement.</summary>
internal static class WorldRun
{
    private const int Rounds = 8;

    /// <summary>One world in so many kills real processes.</summary>
    private const int Killing = 20;

    /// <summary>
    /// One in so many has its volume on disk, where inodes are used again and writing takes time; the others in memory.
    /// </summary>
    private const int OnDisk = 4;

    /// <summary>In one world in so many, sync is told to end in the middle, as SIGTERM does, and started again.</summary>
    private const int Terminating = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static bool Kills(ulong seed) => seed % Killing == 0;

    public static async Task<WorldResult> RunAsync(ulong seed)
    {
        var started = Stopwatch.GetTimestamp();
        var world = WorldGen.Draw(seed);
        var killing = Kills(seed);
        await using var cluster = await Cluster.StartAsync(OptionsOf(world, killing) with { InMemory = seed % OnDisk != 0 });
        var writer = new VolumeWriter(world, cluster.Volume, cluster.Outside, seed);
        var secrets = new OutsideWatch(cluster.Outside);
        writer.Prepare();
        secrets.Remember();
        var volume = new VolumeFaults(world, cluster.Volume, writer.Mounted);
        volume.Begin();
        var leftAlone = Stopwatch.GetTimestamp();
        await using var pods = killing ? await KilledPods.StartAsync(cluster, (int)seed) : null;
        // The processes' clocks are real ones.
        var old = (killing ? TimeSpan.FromSeconds(2) : StageOptions.LeftAlone) - Stopwatch.GetElapsedTime(leftAlone);
        await Task.Delay(old > TimeSpan.Zero ? old : TimeSpan.Zero);

        foreach (var fault in world.StoreFaults)
            cluster.S3.Faults.Add(fault);
        foreach (var chaos in cluster.Chaos.Values)
            chaos.Put(world.EventFaults);
        var before = cluster.S3.Counters.Snapshot();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var terminated = !killing && seed % Terminating == 1;
        await Task.WhenAll(
            Task.Factory.StartNew(() => writer.Run(limit.Token), limit.Token, TaskCreationOptions.LongRunning,
                TaskScheduler.Default),
            volume.RunAsync(),
            terminated ? TerminateAsync(cluster, (int)seed) : Task.CompletedTask,
            pods is null ? ScansAsync(cluster, world) : pods.ScanAndKillAsync());

        volume.Lift();
        if (pods is not null)
        {
            await pods.DisposeAsync();
            foreach (var function in KilledPods.Functions)
                await cluster.StartFunctionAsync(function);
            cluster.MoveOn(TimeSpan.FromHours(1));
        }

        cluster.S3.Faults.Clear();
        var counted = cluster.S3.Counters.Snapshot();
        foreach (var chaos in cluster.Chaos.Values)
        {
            chaos.Put([]);
            await chaos.RedeliverAsync(TestContext.Current.CancellationToken);
        }

        await cluster.QuietAsync();
        volume.Lift();
        var left = await SettleAsync(cluster);
        await cluster.QuietAsync();
        var verdict = new Verdict(world, writer, cluster);
        var broken = verdict.Judge(left, seed);
        broken.AddRange(secrets.Broken());
        return new WorldResult(seed, broken, FaultsOf(world, cluster, volume, before, counted, pods, terminated),
            verdict.Outcomes, verdict.Refused, Stopwatch.GetElapsedTime(started));
    }

    private static StageOptions OptionsOf(World world, bool killing) => new()
    {
        EventBytes = world.EventBytes,
        Ahead = killing ? TimeSpan.Zero : new StageOptions().Ahead,
        Elsewhere = killing ? KilledPods.Functions : [],
        Versioned = world.Conflict == ConflictPolicy.Overwrite,
        Settings = new Dictionary<string, string?>
        {
            // A scan waits until then for a batch that nobody answers.
            ["Host:Deadline"] = "PT4M30S",
            ["Sync:OnConflict"] = world.Conflict.ToString(),
            ["Sync:BundleUpTo"] = $"{world.BundleUpTo}",
            ["Sync:BundleBytes"] = "65536",
            ["Schedule:BatchFiles"] = world.BatchFiles.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Schedule:Exclude"] = world.Dotfiles ? "!builtin,*.part" : "!builtin,*.part,.*,.*/",
            ["Cleanup:RemoveEmptyDirectories"] = world.RemoveEmptyDirectories ? "true" : "false",
        },
    };

    private static async Task ScansAsync(Cluster cluster, World world)
    {
        await Task.WhenAll(Enumerable.Range(0, world.Scans).Select(async number =>
        {
            await Task.Delay(number * 15);
            (await cluster.ScanAsync()).Dispose();
        }));
        await Task.Delay(StageOptions.LeftAlone / 2);
        (await cluster.ScanAsync()).Dispose();
    }

    private static async Task TerminateAsync(Cluster cluster, int seed)
    {
        var puts = cluster.S3.Counters.Of("PutObject") + new Random(seed).Next(1, 40);
        var since = Stopwatch.GetTimestamp();
        while (cluster.S3.Counters.Of("PutObject") < puts && Stopwatch.GetElapsedTime(since) < Patience)
            await Task.Delay(1);
        await cluster.StopFunctionAsync("sync");
        await cluster.StartFunctionAsync("sync");
    }

    /// <summary>Scans until nothing more is shipped; at the end the trash of the dead is old enough as well.</summary>
    /// <returns>What the last scan still found to do: 0 is what is wanted.</returns>
    private static async Task<long> SettleAsync(Cluster cluster)
    {
        await Task.Delay(StageOptions.LeftAlone + TimeSpan.FromMilliseconds(10));
        var left = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            // Trash is settled once it is twice the deadline old.
            if (round > 0)
                cluster.MoveOn(TimeSpan.FromHours(1));
            (await cluster.ScanAsync()).Dispose();
            if (cluster.Events("dev.longshore.scan.completed") is not [.., var scan])
                continue;
            var data = Json.Of(scan.Data);
            left = data.GetProperty("files").GetInt64() + data.GetProperty("deferred").GetInt64();
            if (left == 0 && round > 1)
                break;
            // A process that another world starts has this one's open files too, until it runs its program.
            if (left > 0)
                await Task.Delay(TimeSpan.FromMilliseconds(100 * round));
        }

        // Where an outcome could not be written, a later cleanup closes the begun record.
        cluster.MoveOn(TimeSpan.FromHours(2));
        (await cluster.PublishAsync("dev.longshore.trash.found", """{"folders":[]}""")).Dispose();
        return left;
    }

    private static HashSet<string> FaultsOf(World world, Cluster cluster, VolumeFaults volume,
        SortedDictionary<string, long> before, SortedDictionary<string, long> after, KilledPods? pods, bool terminated)
    {
        var struck = new HashSet<string>(StringComparer.Ordinal);
        foreach (var fault in world.StoreFaults)
        {
            if (Requests(after, fault.Operation!) - Requests(before, fault.Operation!) > fault.Skip)
                struck.Add(fault.Kind.ToString());
        }

        foreach (var kind in cluster.Chaos.Values.SelectMany(chaos => chaos.Struck.Keys))
            struck.Add($"event {kind}");
        foreach (var kind in volume.Struck)
            struck.Add($"volume {kind}");
        if (pods?.Kills > 0)
            struck.Add("SIGKILL");
        if (terminated || pods?.Terminations > 0)
            struck.Add("SIGTERM");
        return struck;
    }

    private static long Requests(SortedDictionary<string, long> counts, string operation) =>
        counts.Where(count => count.Key == operation || count.Key.StartsWith(operation + "/", StringComparison.Ordinal))
            .Sum(count => count.Value);
}
