using System.Collections.Concurrent;
using System.Net;
using Longshore.FaultTests.Stage;
using Longshore.Sandbox.S3.Faults;
using Longshore.Sandbox.S3.Store;

namespace Longshore.FaultTests.Named;

/// <summary>Stores that are not S3: what the probe finds out, and what is done instead.</summary>
public sealed class ProbeTests
{
    private const int Large = (2 * StageOptions.PartBytes) + 1;
    private readonly ConcurrentQueue<string> _lines = new();

    private IEnumerable<string> Warnings => _lines.Where(line => line.Contains(" Warning ", StringComparison.Ordinal));

    private StageOptions Heard => Scenes.Calm with { Log = _lines.Enqueue };

    [Theory]
    [InlineData(nameof(StoreQuirks.IgnoresConditionOnPut), 100)]
    [InlineData(nameof(StoreQuirks.IgnoresConditionOnComplete), Large)]
    public async Task Sync_StoreIgnoresTheCondition_OverwritesNothing(string quirk, int size)
    {
        await using var cluster = await Cluster.StartAsync(Heard);
        cluster.S3.Store.Quirks = Enum.Parse<StoreQuirks>(quirk);
        // More strangers between the two keys than the batch's listing goes through.
        for (var i = 0; i < 1_200; i++)
            Put(cluster, $"m/{i:d5}", "stranger"u8.ToArray());
        Put(cluster, "z.dat", "the only copy"u8.ToArray());
        cluster.Write("a");
        var content = cluster.Write("z.dat", size);

        await cluster.CleanAsync(await cluster.SyncAsync("a", "z.dat"));

        Assert.Equal("the only copy"u8.ToArray(), cluster.Objects.Get("z.dat")!.Body.ToArray());
        Assert.Equal(content, Assert.Single(cluster.Objects.Objects(), stored => stored.Key.StartsWith("z.", StringComparison.Ordinal) && stored.Key != "z.dat").Body.ToArray());
        Assert.DoesNotContain(cluster.S3.Store.Journal.Overwrites, entry => !entry.Key.Contains("/probe/", StringComparison.Ordinal));
        Assert.Empty(cluster.Left());
        Assert.Contains("S3__ConditionalWrites=false", Assert.Single(Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(Large, false)]
    [InlineData(100, true)]
    [InlineData(Large, true)]
    public async Task Sync_StoreRepeatsChecksums_BelievesOnlyWhatItReadsBack(int size, bool damages)
    {
        await using var cluster = await Cluster.StartAsync(Heard);
        cluster.S3.Store.Quirks = StoreQuirks.RepeatsChecksums | (damages ? StoreQuirks.DamagesBodies : StoreQuirks.None);
        var content = cluster.Write("a", size);

        await cluster.CleanAsync(await cluster.SyncAsync("a"));

        Assert.Contains("S3__ReadBack=true", Assert.Single(Warnings), StringComparison.Ordinal);
        var entry = cluster.Document(cluster.State("receipts").Single()).GetProperty("files")[0];
        Assert.Equal(damages ? ("failed", "not-proven") : ("uploaded", null), (entry.GetProperty("outcome").GetString(), entry.TryGetProperty("reason", out var reason) ? reason.GetString() : null));
        Assert.Equal(damages ? ["a"] : [], cluster.Left());
        Assert.Equal(!damages, cluster.Objects.Get("a")!.Body.ToArray().SequenceEqual(content));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(Large)]
    public async Task Sync_StoreTellsNoChecksums_ShipsAndDeletes(int size)
    {
        await using var cluster = await Cluster.StartAsync(Heard);
        cluster.S3.Store.Quirks = StoreQuirks.TellsNoChecksums;
        var content = cluster.Write("a", size);

        await cluster.CleanAsync(await cluster.SyncAsync("a"));

        Assert.Equal(content, cluster.Objects.Get("a")!.Body.ToArray());
        Assert.Empty(cluster.Left());
        Assert.Empty(cluster.Objects.Uploads);
        Assert.Empty(cluster.State("uploads"));
        Assert.Contains("read back", Assert.Single(Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sync_AnswerToTheNoteIsLost_GoesOnWithItsOwnUpload()
    {
        await using var cluster = await Cluster.StartAsync(Heard);
        cluster.Write("a", Large);
        using var lost = cluster.S3.Faults.Add(new Fault { Kind = FaultKind.LostResponse, Operation = "PutObject", KeyPrefix = "_longshore/uploads/", Count = 1 });

        await cluster.CleanAsync(await cluster.SyncAsync("a"));

        Assert.Equal(["a"], cluster.Shipped());
        Assert.Empty(cluster.Left());
        Assert.Empty(cluster.Objects.Uploads);
        Assert.Empty(cluster.State("uploads"));
        Assert.Empty(Warnings);
    }

    [Fact]
    public async Task Sync_ProbeIsDenied_TakesTheSafeWayAndSaysSo()
    {
        await using var cluster = await Cluster.StartAsync(Heard);
        cluster.S3.Store.Quirks = StoreQuirks.RefusesProbe;
        cluster.Write("a");
        cluster.Write("large", Large);
        var reads = cluster.S3.Counters.Of("GetObject");

        await cluster.CleanAsync(await cluster.SyncAsync("a", "large"));

        Assert.Equal(["a", "large"], cluster.Shipped());
        Assert.Empty(cluster.Left());
        Assert.True(cluster.S3.Counters.Of("GetObject") >= reads + 2, "Nothing was read back.");
        var line = Assert.Single(Warnings);
        Assert.Contains("_longshore/probe/", line, StringComparison.Ordinal);
        Assert.Contains("S3__ConditionalWrites=false and S3__ReadBack=true", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(StoreQuirks.ListsOtherSizes), 0, 100)]
    [InlineData(nameof(StoreQuirks.None), 3_600_000, 100)]
    [InlineData(nameof(StoreQuirks.IgnoresConditionOnPut), 500, 1)]
    public async Task Sync_ListingDoesNotTellWhatWasPut_ShipsNothing(string quirk, int delay, int speed)
    {
        await using var cluster = await Cluster.StartAsync(Heard with { Speed = speed });
        cluster.S3.Store.Quirks = Enum.Parse<StoreQuirks>(quirk);
        cluster.S3.Store.ListingDelay = TimeSpan.FromMilliseconds(delay);
        cluster.Write("a");

        using var response = await cluster.SendAsync("sync", Scenes.Ready, Scenes.ReadyData("a"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("The listing of bucket", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(cluster.Shipped());
        Assert.Equal(["a"], cluster.Left());
    }

    [Fact]
    public async Task Sync_StoreFoldsKeys_RefusesTheFileWhoseKeyItWouldNotKeep()
    {
        await using var cluster = await Cluster.StartAsync(Heard);
        cluster.S3.Store.Quirks = StoreQuirks.FoldsKeys;
        cluster.Write("a/b");
        cluster.Write("a%2Fb");

        await cluster.CleanAsync(await cluster.SyncAsync("a/b", "a%2Fb"));

        Assert.Equal(["a/b"], cluster.Shipped());
        Assert.Equal(["a%2Fb"], cluster.Left());
        var refused = cluster.Document(cluster.State("receipts").Single()).GetProperty("files").EnumerateArray().Single(file => file.GetProperty("outcome").GetString() == "failed");
        Assert.Equal(("a%2Fb", "key-not-kept"), (refused.GetProperty("path").GetString(), refused.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Sync_StoreFoldsKeysAndEveryKeyNeedsThem_ShipsNothing()
    {
        await using var cluster = await Cluster.StartAsync(Heard with { Settings = new Dictionary<string, string?> { ["S3:Prefix"] = "own//" } });
        cluster.S3.Store.Quirks = StoreQuirks.FoldsKeys;
        cluster.Write("a");

        using var response = await cluster.SendAsync("sync", Scenes.Ready, Scenes.ReadyData("a"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("S3__Prefix", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(cluster.Shipped());
    }

    [Fact]
    public async Task Sync_StoreIsDownWhileItIsProbed_IsAnswered503AndProbedAgain()
    {
        await using var cluster = await Cluster.StartAsync(Heard);
        cluster.Write("a");
        HttpStatusCode status;
        using (cluster.S3.Faults.Add(new Fault { Kind = FaultKind.InternalError, KeyPrefix = "_longshore/probe/" }))
        {
            using var response = await cluster.SendAsync("sync", Scenes.Ready, Scenes.ReadyData("a"));
            status = response.StatusCode;
        }

        // One request goes ahead: a store that is down is not asked two dozen times.
        Assert.Equal(6, cluster.S3.Counters.Of("PutObject"));
        await cluster.SyncAsync("a");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(["a"], cluster.Shipped());
    }

    [Fact]
    public async Task Sync_ManyBatchesOfOneProcess_ProbeOnce()
    {
        await using var cluster = await Cluster.StartAsync(Heard with { Speed = 10 });
        string[] paths = [.. Enumerable.Range(0, 8).Select(number => $"f{number}")];
        foreach (var path in paths)
            cluster.Write(path);

        await Task.WhenAll(paths.Select(path => cluster.SyncAsync(path)));

        Assert.Equal(paths, cluster.Shipped());
        Assert.Single(cluster.Objects.Objects(), stored => stored.Key.EndsWith("/plain", StringComparison.Ordinal));
        Assert.Equal(2, cluster.S3.Counters.Of("CreateMultipartUpload"));
        Assert.Empty(cluster.Objects.Uploads);
        Assert.Empty(Warnings);
    }

    [Theory]
    [InlineData(nameof(FaultKind.LostResponse))]
    [InlineData(nameof(FaultKind.InternalError))]
    [InlineData(nameof(FaultKind.SlowDown))]
    public async Task Sync_PassingFaultsWhileItIsProbed_FailNothing(string kind)
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        using var faults = cluster.S3.Faults.Add(new Fault { Kind = Enum.Parse<FaultKind>(kind), KeyPrefix = "_longshore/probe/", Rate = 0.2 });

        await cluster.SyncAsync("a");

        Assert.Equal(["a"], cluster.Shipped());
    }

    private static void Put(Cluster cluster, string key, byte[] bytes)
    {
        var body = new Body([bytes]);
        cluster.Objects.Put(new StoredObject
        {
            Key = key,
            Body = body,
            ETag = Convert.ToHexStringLower(Digests.Md5(body)),
            Sha256 = Convert.ToHexStringLower(Digests.Sha256(body)),
            LastModified = TimeProvider.System.GetUtcNow(),
        }, _ => { });
    }
}
