using System.Net;
using Longshore.Sandbox.S3.Faults;
using Longshore.Sandbox.S3.Store;
using Longshore.Stage;
using Longshore.Store.Objects;
using Microsoft.Extensions.DependencyInjection;

namespace Longshore.FaultTests.Named;

public sealed partial class ProbeTests
{
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
    [InlineData(nameof(StoreQuirks.TellsSizeAsETag), 0, 100)]
    [InlineData(nameof(StoreQuirks.None), 3_600_000, 100)]
    [InlineData(nameof(StoreQuirks.IgnoresConditionOnPut), 500, 1)]
    [InlineData($"{nameof(StoreQuirks.IgnoresConditionOnPut)},{nameof(StoreQuirks.FoldsKeys)}", 500, 1)]
    public async Task Sync_ListingDoesNotTellWhatWasPut_ShipsNothing(string quirk, int delay, int speed)
    {
        await using var cluster = await Cluster.StartAsync(Heard with { Speed = speed });
        cluster.S3.Store.Quirks = Enum.Parse<StoreQuirks>(quirk);
        cluster.S3.Store.ListingDelay = TimeSpan.FromMilliseconds(delay);
        cluster.Write("a");

        using var response = await cluster.SendAsync("sync", Scenes.Ready, Scenes.ReadyData("a"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("The listing of bucket", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Empty(cluster.Shipped());
        Assert.Equal(["a"], cluster.Left());
    }

    /// <summary>Each probe leaves two dozen objects.</summary>
    [Fact]
    public async Task Sync_StoreIsUnfit_IsNotProbedAgainAtOnce()
    {
        await using var cluster = await Cluster.StartAsync(Heard);
        cluster.S3.Store.Quirks = StoreQuirks.ListsOtherSizes;
        cluster.Write("a");

        for (var i = 0; i < 3; i++)
        {
            using var response = await cluster.SendAsync("sync", Scenes.Ready, Scenes.ReadyData("a"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        }

        Assert.Null(await cluster.Services("sync").GetRequiredService<S3Store>()
            .HeadAsync("a", TestContext.Current.CancellationToken));
        Assert.Single(cluster.Objects.Objects(), stored => stored.Key.EndsWith("/plain", StringComparison.Ordinal));
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
        var refused = cluster.Document(cluster.State("receipts").Single()).GetProperty("files").EnumerateArray()
            .Single(file => file.GetProperty("outcome").GetString() == "failed");
        Assert.Equal(("a%2Fb", "key-not-kept"),
            (refused.GetProperty("path").GetString(), refused.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Sync_StoreFoldsKeysAndEveryKeyNeedsThem_ShipsNothing()
    {
        await using var cluster =
            await Cluster.StartAsync(Heard with { Settings = new Dictionary<string, string?> { ["S3:Prefix"] = "own//" } });
        cluster.S3.Store.Quirks = StoreQuirks.FoldsKeys;
        cluster.Write("a");

        using var response = await cluster.SendAsync("sync", Scenes.Ready, Scenes.ReadyData("a"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("S3__Prefix", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
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

    /// <summary>
    /// The second request, without the condition that the store refuses, gets no answer: nobody was denied anything.
    /// </summary>
    [Fact]
    public async Task Sync_StoreGoesDownAfterItRefusedTheCondition_IsAnswered503AndNotTakenForDenied()
    {
        await using var cluster = await Cluster.StartAsync(Heard);
        cluster.S3.Store.Quirks = StoreQuirks.RefusesConditions;
        cluster.Write("a");
        using var down =
            cluster.S3.Faults.Add(new Fault { Kind = FaultKind.InternalError, KeyPrefix = "_longshore/probe/", Skip = 1 });

        using var response = await cluster.SendAsync("sync", Scenes.Ready, Scenes.ReadyData("a"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.DoesNotContain(Warnings, line => line.Contains("could not be probed", StringComparison.Ordinal));
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
        using var faults =
            cluster.S3.Faults.Add(new Fault { Kind = Enum.Parse<FaultKind>(kind), KeyPrefix = "_longshore/probe/", Rate = 0.2 });

        await cluster.SyncAsync("a");

        Assert.Equal(["a"], cluster.Shipped());
    }

    /// <summary>
    /// Nothing tells then whether the store put the object or answers "taken" to every condition. The condition is sent on, and
    /// the next batch asks again.
    /// </summary>
    [Theory]
    [InlineData(null)]
    [InlineData(nameof(FaultKind.AccessDenied))]
    public async Task Sync_AnswersToTheProbesWritesAreLost_SendsTheCondition(string? fault)
    {
        await using var cluster = await Cluster.StartAsync(Heard);
        cluster.Write("a");
        cluster.Write("b");
        var lost = new Fault { Kind = FaultKind.LostResponse, Operation = "PutObject", KeyPrefix = "_longshore/probe/" };
        using (cluster.S3.Faults.Add(lost with { Skip = 1, Count = 25 }))
        using (fault is null ? null : Denied("ListObjectsV2"))
        using (fault is null ? null : Denied("HeadObject"))
            await cluster.SyncAsync("a");
        await cluster.SyncAsync("b");

        Assert.Equal(["a", "b"], cluster.Shipped());
        Assert.All(Warnings, line => Assert.DoesNotContain("refuses If-None-Match", line, StringComparison.Ordinal));
        Assert.Equal(fault is null ? 1 : 2, cluster.Objects.Objects()
            .Count(stored => stored.Key.EndsWith("/plain", StringComparison.Ordinal)));

        IDisposable Denied(string operation) => cluster.S3.Faults.Add(
            new Fault { Kind = Enum.Parse<FaultKind>(fault), Operation = operation, KeyPrefix = "_longshore/probe/" });
    }
}
