using System.Text.RegularExpressions;
using Longshore.App;
using Longshore.App.Events;
using Longshore.Core;
using Longshore.Model;
using Longshore.Model.Events;
using Longshore.Sandbox.S3.Faults;
using Longshore.Stage;
using Longshore.Store;

namespace Longshore.IntegrationTests.Flow;

/// <summary>The events that <c>sync</c> answers with.</summary>
public partial class SyncFunctionTests
{
    private const string State = "_longshore/";

    [Fact]
    public async Task Run_ReadyFiles_ShipsThemAndRepliesSynced()
    {
        await using var bench = await SyncBench.StartAsync();
        bench.Write("a", "b");

        var reply = await bench.CallAsync(SyncBench.Ready("b", "a", "gone"));

        var synced = SyncBench.Synced(reply);
        Assert.Equal((3, 2, 1, 0), (synced.Planned, synced.Uploaded, synced.Missing, synced.Remaining));
        Assert.Equal(2, synced.BytesUploaded);
        Assert.Equal("/longshore/sync", reply!.Source!.ToString());
        Assert.Equal($"s3://{Cluster.Bucket}/{State}receipts/{synced.Batch}/1.json.gz", reply[EventFactory.DataRef]?.ToString());
        Assert.Equal([$"{State}receipts/{synced.Batch}/1.json.gz"], bench.Keys($"{State}receipts/"));
        Assert.Equal(["a"], bench.Keys("a"));
        Assert.Equal(["b"], bench.Keys("b"));
        Assert.Empty(bench.Emitted);
    }

    [Fact]
    public async Task Run_DeliveredAgain_UploadsNothingAndRepliesTheSame()
    {
        await using var bench = await SyncBench.StartAsync();
        bench.Write("a", "b");
        var first = await bench.CallAsync(SyncBench.Ready("a", "b"));
        var puts = bench.S3.Counters.Of("PutObject");

        var second = await bench.CallAsync(SyncBench.Ready("a", "b"));

        Assert.Equal(puts, bench.S3.Counters.Of("PutObject"));
        Assert.Equal((first!.Id, first[EventFactory.DataRef]), (second!.Id, second[EventFactory.DataRef]));
        Assert.Equal(SyncBench.Synced(first), SyncBench.Synced(second));
        Assert.Single(bench.Keys($"{State}receipts/"));
    }

    [Fact]
    public async Task Run_DeliveredTwiceAtOnce_ShipsOnce()
    {
        await using var bench = await SyncBench.StartAsync();
        bench.Write("a", "b");

        var replies = await Task.WhenAll(bench.CallAsync(SyncBench.Ready("a", "b")), bench.CallAsync(SyncBench.Ready("a", "b")));

        Assert.Equal(replies[0]!.Id, replies[1]!.Id);
        Assert.Equal(SyncBench.Synced(replies[0]), SyncBench.Synced(replies[1]));
        Assert.Single(bench.Keys($"{State}receipts/"));
    }

    [Fact]
    public async Task Run_Parked_EmitsSyncedAndRepliesTheRemainder()
    {
        await using var bench = await SyncBench.StartAsync();
        bench.Write("a", "b", "c");
        bench.ParkAfter = "a";

        var reply = await bench.CallAsync(SyncBench.Ready("a", "b", "c"), hops: 2);

        var synced = SyncBench.Synced(Assert.Single(bench.Emitted));
        Assert.Equal((3, 1, 2), (synced.Planned, synced.Uploaded, synced.Remaining));
        Assert.Equal((EventTypes.BatchReady, "3"), (reply!.Type, reply[EventFactory.Hops]?.ToString()));
        var rest = EventData.Read(reply, EventJson.Default.BatchReady)!;
        Assert.Equal(["b", "c"], rest.Files!.Select(file => file.Path));
        Assert.Equal(TimeSpan.FromSeconds(3), rest.MinAge);
        Assert.Empty(bench.Keys("b"));
    }

    /// <summary>
    /// What the first receipt settles stays settled, though cleanup has deleted it and the second attempt has no time to look.
    /// </summary>
    [Fact]
    public async Task Run_ListIsParked_RepliesTheSameListAndForgetsNothing()
    {
        await using var bench = await SyncBench.StartAsync();
        bench.Write("c", "d");
        var list = await bench.PutListAsync("a", "b", "c", "d");
        var data = new BatchReady { MinAge = TimeSpan.FromSeconds(3) };
        var first = SyncBench.Synced(await bench.CallAsync(data, list: list));
        bench.Delete("c", "d");
        bench.Write("a", "b");
        bench.ParkAfter = "a";

        var reply = (await bench.CallAsync(data, hops: 1, list))!;
        bench.GoOn();
        var third = SyncBench.Synced(await bench.CallAsync(data, hops: 2, list));

        Assert.Equal((EventTypes.BatchReady, list, "2"),
            (reply.Type, reply[EventFactory.DataRef]?.ToString(), reply[EventFactory.Hops]?.ToString()));
        var rest = EventData.Read(reply, EventJson.Default.BatchReady)!;
        Assert.Equal((null, TimeSpan.FromSeconds(3)), (rest.Files, rest.MinAge));
        var second = SyncBench.Synced(Assert.Single(bench.Emitted));
        Assert.Equal([(2, 0, 0, 2), (1, 2, 1, 0), (1, 3, 0, 0)], new[] { first, second, third }
            .Select(synced => (synced.Uploaded, synced.Present, synced.Remaining, synced.Missing)));
    }

    /// <summary>The time is over before anything new: no hop is spent, and no receipt is written.</summary>
    [Fact]
    public async Task Run_ListHasNoTimeForAnythingNew_IsCancelled()
    {
        await using var bench = await SyncBench.StartAsync();
        bench.Write("a", "b");
        var list = await bench.PutListAsync("a", "b");
        bench.ParkAfter = "a";
        await bench.CallAsync(new BatchReady(), list: list);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.CallAsync(new BatchReady(), hops: 1, list));

        Assert.Single(bench.Keys($"{State}receipts/"));
    }

    [Fact]
    public async Task Run_ParkedAfterEightHops_DefersTheRest()
    {
        await using var bench = await SyncBench.StartAsync();
        bench.Write("a", "b", "c");
        bench.ParkAfter = "a";

        var synced = SyncBench.Synced(await bench.CallAsync(SyncBench.Ready("a", "b", "c"), hops: 8));

        Assert.Equal((1, 2, 0), (synced.Uploaded, synced.Deferred, synced.Remaining));
        Assert.Empty(bench.Emitted);
    }

    [Fact]
    public async Task Run_ParkedBeforeAnything_IsCancelledWithoutAReceipt()
    {
        await using var bench = await SyncBench.StartAsync();
        bench.Write("a", "b");
        bench.ParkAfter = "a";
        await bench.CallAsync(SyncBench.Ready("a"));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.CallAsync(SyncBench.Ready("b")));

        Assert.Single(bench.Keys($"{State}receipts/"));
    }

    [Theory]
    [InlineData]
    [InlineData("../etc/passwd")]
    [InlineData("a", "a")]
    public async Task Run_Malformed_IsRejected(params string[] names)
    {
        await using var bench = await SyncBench.StartAsync();

        var error = await Assert.ThrowsAsync<InvalidWorkException>(() => bench.CallAsync(SyncBench.Ready(names)));

        Assert.IsType<RejectedException>(ErrorMapping.ToModel(error));
        Assert.Empty(bench.Keys(""));
    }

    [Fact]
    public async Task Run_StoreRefusesAPut_NamesTheWayThereInTenFramesAtMost()
    {
        await using var bench = await SyncBench.StartAsync();
        bench.Write("a");
        using var refused = bench.S3.Faults.Add(
            new() { Kind = FaultKind.ExpiredToken, Operation = "PutObject", KeyPrefix = "a" });

        var error = await Assert.ThrowsAsync<StoreRefusedException>(() => bench.CallAsync(SyncBench.Ready("a")));

        // What makes the error of the store's answer is no step of the way.
        var steps = Frame().Matches($"{error}").Select(match => match.Groups[1].Value).Distinct()
            .Where(step => !step.Contains(nameof(RequestRefusedException), StringComparison.Ordinal)).ToArray();
        Assert.Contains(steps, step => step.EndsWith("ObjectSender.AskAsync", StringComparison.Ordinal));
        Assert.Contains(steps, step => step.EndsWith("SyncFunction.RunAsync", StringComparison.Ordinal));
        Assert.True(steps.Length <= 10, string.Join('\n', steps));
    }

    [GeneratedRegex(@"at (Longshore\.(?:App|Core|Store)\.[^(\[]+)")]
    private static partial Regex Frame();
}
