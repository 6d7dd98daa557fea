using System.Net;
using Longshore.FaultTests.Stage;
using Longshore.Stage;

namespace Longshore.FaultTests.Named;

/// <summary>At least once, in any order, at the same time: effects as if once.</summary>
public sealed class DeliveryTests
{
    [Fact]
    public async Task Scans_TwoAtOnce_ShipEachFileOnce()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        for (var i = 0; i < 30; i++)
            cluster.Write($"f{i:d2}");

        await Task.WhenAll(cluster.ScanAsync(), cluster.ScanAsync());
        (await cluster.ScanAsync()).Dispose();

        Assert.Empty(cluster.Left());
        Assert.Equal(30, cluster.Shipped().Length);
        Assert.Equal(30, cluster.S3.Store.Journal.Entries.Count(entry => entry.Key.StartsWith('f')));
        Assert.Equal(
            30, cluster.State("cleanups").Select(cluster.Document).Sum(outcome => outcome.GetProperty("deleted").GetInt32()));
    }

    [Fact]
    public async Task Events_TenTimesAtOnceAndAgain_HaveTheEffectOfOne()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        string[] paths = [.. Enumerable.Range(0, 20).Select(number => $"f{number:d2}")];
        foreach (var path in paths)
            cluster.Write(path);

        var synced = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => cluster.SyncAsync(paths)));
        Assert.Single(synced.Select(answer => answer.DataRef).Distinct());
        await Task.WhenAll(synced.Select(cluster.CleanAsync));
        Assert.Equal(synced[0].DataRef, (await cluster.SyncAsync(paths)).DataRef);

        Assert.Empty(cluster.Left());
        Assert.Equal(paths, cluster.Shipped());
        Assert.Equal(20, cluster.S3.Store.Journal.Entries.Count(entry => entry.Key.StartsWith('f')));
        Assert.Single(cluster.State("receipts"));
        Assert.Equal(
            20, cluster.State("cleanups").Select(cluster.Document).Sum(outcome => outcome.GetProperty("deleted").GetInt32()));
    }

    [Fact]
    public async Task Synced_BeforeARetryOfReady_LeavesNothingToDo()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        var first = await cluster.SyncAsync("a");
        await cluster.CleanAsync(first);

        var again = await cluster.SyncAsync("a");
        var (status, _) = await cluster.CleanAsync(again);

        Assert.Equal((first.DataRef, HttpStatusCode.OK), (again.DataRef, status));
        Assert.Single(cluster.State("receipts"));
        Assert.Equal(1, cluster.S3.Store.Journal.Entries.Count(entry => entry.Key == "a"));
    }

    [Fact]
    public async Task Ready_FailedFileIsReadableAgain_IsTriedUnderTheSameBatch()
    {
        Assert.SkipUnless(Unprivileged.Binds, Unprivileged.WhyNot);
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        cluster.Write("b");
        var full = Path.Combine(cluster.Volume, "b");
        File.SetUnixFileMode(full, UnixFileMode.None);
        var first = await cluster.SyncAsync("a", "b");
        var entry = cluster.Document(cluster.State("receipts").Single()).GetProperty("files")[1];
        Assert.Equal(("failed", "permission-denied"),
            (entry.GetProperty("outcome").GetString(), entry.GetProperty("reason").GetString()));
        File.SetUnixFileMode(full, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var second = await cluster.SyncAsync("a", "b");

        Assert.EndsWith("/2.json.gz", second.DataRef, StringComparison.Ordinal);
        Assert.StartsWith(first.DataRef[..^"1.json.gz".Length], second.DataRef, StringComparison.Ordinal);
        await cluster.CleanAsync(second);
        Assert.Empty(cluster.Left());
    }

    [Fact]
    public async Task Remainder_TogetherWithItsParent_HasTheEffectOfOne()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        string[] paths = [.. Enumerable.Range(0, 20).Select(number => $"f{number:d2}")];
        foreach (var path in paths)
            cluster.Write(path);

        await Task.WhenAll(
            cluster.PublishAsync(Scenes.Ready, Scenes.ReadyData(paths)),
            cluster.PublishAsync(Scenes.Ready, Scenes.ReadyData(paths[10..]), null, ("hops", "1")),
            cluster.PublishAsync(Scenes.Ready, Scenes.ReadyData(paths[10..]), null, ("hops", "1")));
        (await cluster.ScanAsync()).Dispose();

        Assert.Empty(cluster.Left());
        Assert.Equal(paths, cluster.Shipped());
        Assert.Equal(20, cluster.S3.Store.Journal.Entries.Count(entry => entry.Key.StartsWith('f')));
    }

    [Fact]
    public async Task Batch_OnTwoProcessesAtOnce_IsShippedOnce()
    {
        await using var cluster = await Cluster.StartAsync(new StageOptions { Ahead = TimeSpan.Zero, Elsewhere = ["sync"] });
        string[] paths = [.. Enumerable.Range(0, 60).Select(number => $"f{number:d2}")];
        foreach (var path in paths)
            cluster.Write(path, 20_000);
        var cancellation = TestContext.Current.CancellationToken;
        await using var one = Pod.Of(cluster, "sync", 1);
        await using var two = Pod.Of(cluster, "sync", 2);
        await Task.WhenAll(one.StartAsync(cancellation), two.StartAsync(cancellation),
            Task.Delay(TimeSpan.FromSeconds(2.1), cancellation));

        var answers = await Task.WhenAll(new[] { one, two, one, two }.Select(
            pod => cluster.PostAsync(pod.Address, Scenes.Ready, Scenes.ReadyData(paths), null, [])));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(paths, cluster.Shipped());
        Assert.Equal(60, cluster.S3.Store.Journal.Entries.Count(entry => entry.Key.StartsWith('f')));
        Assert.All(cluster.State("receipts").Select(cluster.Document), receipt => Assert.Equal(60,
            receipt.GetProperty("counts").GetProperty("uploaded").GetInt32()
                + receipt.GetProperty("counts").GetProperty("present").GetInt32()));
    }
}
