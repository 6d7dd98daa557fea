using System.Text.Json;
using System.Text.Json.Nodes;
using Longshore.FaultTests.Stage;
using Longshore.Sandbox.Knative;
using Longshore.Stage;
using Microsoft.Extensions.DependencyInjection;

namespace Longshore.FaultTests.Named;

public sealed partial class BegunTests
{
    /// <summary>Killed after its begun record, at each step of what follows.</summary>
    [Fact]
    public async Task Close_KilledAtAnyStep_CountsWhatIsNeitherInPlaceNorInTheTrash()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        string[] paths = ["inplace", "folder/deleted", "gone/above", "trash", "beside", "far", "rewritten"];
        foreach (var path in paths)
            cluster.Write(path);
        var synced = await cluster.SyncAsync(paths);
        var batch = Begin(cluster, synced.DataRef);
        string Full(string path) => Path.Combine(cluster.Volume, path);
        File.Delete(Full("folder/deleted"));
        // Young trash: its process may live, so that it stays where it is.
        Directory.CreateDirectory(Full($".longshore/trash/{batch}/dead/slot"));
        File.Move(Full("trash"), Full($".longshore/trash/{batch}/dead/slot/trash"));
        File.Move(Full("beside"), Full("beside.longshore-restored-1"));
        cluster.Write("beside");
        // Names before it were taken then and are free now.
        File.Move(Full("far"), Full("far.longshore-restored-9999"));
        File.Move(Full("gone/above"), Full("above.longshore-restored-101"));
        Directory.Delete(Full("gone"));
        File.Delete(Full("rewritten"));
        cluster.Write("rewritten");

        cluster.Time.Ahead = Stale;
        await CloseAsync(cluster);

        var outcome = cluster.Document(Assert.Single(cluster.State("cleanups")));
        Assert.Equal((2, 0), Counts(outcome));
        Assert.Equal(["beside", "far", "gone/above", "inplace", "trash"],
            outcome.GetProperty("kept").EnumerateObject().Select(kept => kept.Name));
        Assert.Equal(200, outcome.GetProperty("bytesFreed").GetInt32());
    }

    /// <summary>The retry deletes what the killed cleanup has not: neither is counted twice.</summary>
    [Fact]
    public async Task Close_RetryDeletedTheRest_CountsEachDeletionOnce()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        var synced = await DieAfterOneAsync(cluster);
        Assert.Equal((1, 1), Counts(JsonDocument.Parse((await cluster.CleanAsync(synced)).Body).RootElement));

        cluster.Time.Ahead = Stale;
        await CloseAsync(cluster);

        Assert.Equal([(1, 1), (1, 1)], cluster.State("cleanups").Select(cluster.Document).Select(Counts));
    }

    /// <summary>The next scan ships what was left in another batch, and its cleanup deletes and counts it.</summary>
    [Fact]
    public async Task Close_AnotherBatchDeletedTheRest_CountsEachDeletionOnce()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        var synced = await DieAfterOneAsync(cluster);
        await cluster.CleanAsync(await cluster.SyncAsync("b"));

        cluster.Time.Ahead = Stale;
        await CloseAsync(cluster);

        var outcomes = cluster.State("cleanups").Select(cluster.Document).ToArray();
        Assert.Equal([(1, 0), (1, 1)], outcomes.Select(Counts).Order());
    }

    /// <summary>Two cleanups of a batch died one after the other: a file that both may have deleted is counted by one.</summary>
    [Fact]
    public async Task Close_TwoOpenRecordsOfTheSameFile_CountItOnce()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        var synced = await cluster.SyncAsync("a");
        Begin(cluster, synced.DataRef);
        Begin(cluster, synced.DataRef, number: 2);
        File.Delete(Path.Combine(cluster.Volume, "a"));

        cluster.Time.Ahead = Stale;
        await CloseAsync(cluster);

        Assert.Equal([(0, 1), (1, 0)], cluster.State("cleanups").Select(cluster.Document).Select(Counts).Order());
    }

    /// <summary>
    /// A and B clean one batch at the same time. A began first and has deleted and counted; B is killed: what A counts B does
    /// not.
    /// </summary>
    [Fact]
    public async Task Close_CleanupThatBeganEarlierDeletedIt_CountsItOnce()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        var synced = await cluster.SyncAsync("a");
        var now = TimeProvider.System.GetUtcNow();
        var batch = Begin(cluster, synced.DataRef, at: now.AddMinutes(-1));
        Begin(cluster, synced.DataRef, number: 2, at: now);
        File.Delete(Path.Combine(cluster.Volume, "a"));
        Put(cluster, $"_longshore/cleanups/{batch}/1.json",
            Outcome(cluster.Document($"_longshore/cleanups/{batch}/1.begun.json")));

        cluster.Time.Ahead = Stale;
        await CloseAsync(cluster);

        Assert.Equal((0, 1), Counts(cluster.Document($"_longshore/cleanups/{batch}/2.json")));
    }

    /// <summary>
    /// A killed cleanup's file is in the trash of a live one, of another batch, at the moment of the look, and is put back after
    /// that: nobody has deleted it. The next look sees it.
    /// </summary>
    [Fact]
    public async Task Close_AnotherCleanupHasTheFileInItsTrash_LeavesTheRecordToTheNextLook()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        cluster.Write("b");
        var killed = Begin(cluster, (await cluster.SyncAsync("a")).DataRef, at: TimeProvider.System.GetUtcNow() - Stale);
        var live = Begin(cluster, (await cluster.SyncAsync("a", "b")).DataRef);
        var trash = Path.Combine(cluster.Volume, $".longshore/trash/{live}/live/slot");
        Directory.CreateDirectory(trash);
        File.Move(Path.Combine(cluster.Volume, "a"), Path.Combine(trash, "a"));
        var outcome = Outcome(cluster.Document($"_longshore/cleanups/{live}/1.begun.json"));
        outcome["kept"] = new JsonObject { ["a"] = "open-for-writing" };
        Put(cluster, $"_longshore/cleanups/{live}/1.json", outcome);

        await CloseAsync(cluster);

        Assert.DoesNotContain($"_longshore/cleanups/{killed}/1.json", cluster.State("cleanups"));
        File.Move(Path.Combine(trash, "a"), Path.Combine(cluster.Volume, "a"));
        cluster.Time.Ahead = Stale;
        await CloseAsync(cluster);
        Assert.Equal((0, 0), Counts(cluster.Document($"_longshore/cleanups/{killed}/1.json")));
    }

    /// <summary>
    /// A killed cleanup's file was put back beside its own name, which was taken, and the next batch deleted it there.
    /// </summary>
    [Fact]
    public async Task Close_DeletedUnderTheNameBesideItsOwn_CountsItOnce()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        var killed = Begin(cluster, (await cluster.SyncAsync("a")).DataRef);
        const string Beside = "a.longshore-restored-1";
        File.Move(Path.Combine(cluster.Volume, "a"), Path.Combine(cluster.Volume, Beside));
        cluster.Write("a");
        var (_, body) = await cluster.CleanAsync(await cluster.SyncAsync(Beside));
        Assert.Equal((1, 0), Counts(JsonDocument.Parse(body).RootElement));

        cluster.Time.Ahead = Stale;
        await CloseAsync(cluster);

        Assert.Equal((0, 1), Counts(cluster.Document($"_longshore/cleanups/{killed}/1.json")));
    }

    /// <summary>Whoever has cleanup's role can write any numbers there.</summary>
    [Theory]
    [InlineData("sizes")]
    [InlineData("gone")]
    [InlineData("kept")]
    [InlineData("no reason")]
    [InlineData("no JSON")]
    public async Task Close_RecordBeyondSense_HindersNoOther(string what)
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        var synced = await cluster.SyncAsync("a");
        var batch = Begin(cluster, synced.DataRef, edit: begun =>
        {
            JsonObject Huge(string path) =>
                new() { ["path"] = path, ["size"] = long.MaxValue, ["modified"] = "2026-01-01T00:00:00Z", ["inode"] = 1 };
            if (what == "sizes")
                begun["files"] = new JsonArray(Huge("x"), Huge("y"));
            if (what == "gone")
                begun["gone"] = int.MaxValue;
            if (what == "kept")
                begun["kept"] = new JsonArray();
            if (what == "no reason")
                begun["kept"] = new JsonObject { ["x"] = null };
        });
        if (what == "no JSON")
            cluster.Forge($"_longshore/cleanups/{batch}/1.begun.json", [.. Enumerable.Repeat((byte)'[', 100_000)]);
        Begin(cluster, synced.DataRef, number: 2);
        File.Delete(Path.Combine(cluster.Volume, "a"));

        cluster.Time.Ahead = Stale;
        await CloseAsync(cluster);

        Assert.Equal((1, 0), Counts(cluster.Document($"_longshore/cleanups/{batch}/2.json")));
        foreach (var outcome in cluster.State("cleanups").Select(cluster.Document))
        {
            Assert.InRange(outcome.GetProperty("gone").GetInt32(), 0, 10);
            Assert.InRange(outcome.GetProperty("bytesFreed").GetInt64(), 0, 1L << 50);
        }
    }

    [Theory]
    [InlineData("young")]
    [InlineData("of another volume")]
    [InlineData("damaged")]
    public async Task Close_RecordThatIsNotOursToClose_StaysOpen(string what)
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        var synced = await cluster.SyncAsync("a");
        Begin(cluster, synced.DataRef, edit: begun =>
        {
            if (what == "of another volume")
                begun["volume"] = "another";
            if (what == "damaged")
                begun["files"] = null;
        });
        File.Delete(Path.Combine(cluster.Volume, "a"));

        if (what != "young")
            cluster.Time.Ahead = Stale;
        await CloseAsync(cluster);

        Assert.Empty(cluster.State("cleanups"));
    }

    /// <summary>
    /// Requests are signed by the store's clock then, and the same clock tells which cleanups may live. Where the clocks differ
    /// by more than a session's hour, no request is sent at all.
    /// </summary>
    [Fact]
    public async Task Close_StoreClockBehind_LeavesALivePeersRecordOpen()
    {
        var store = new ShiftedTime(TimeSpan.FromMinutes(-40));
        await using var cluster = await Cluster.StartAsync(new StageOptions
        {
            Elsewhere = Cluster.Functions,
            StoreTime = store,
        });
        var (young, old) = (new string('a', 32), new string('b', 32));
        foreach (var (batch, age) in new[] { (young, TimeSpan.Zero), (old, Stale) })
            Put(cluster, $"_longshore/cleanups/{batch}/1.begun.json",
                Begun(batch, $"_longshore/receipts/{batch}/1.json.gz", 1, []), store.GetUtcNow() - age);
        // The correction holds for the whole process: one of its own.
        await using var pod = Pod.Of(cluster, "cleanup");
        await pod.StartAsync(TestContext.Current.CancellationToken);

        for (var tries = 0; tries < 4 && cluster.State("cleanups").Length == 0; tries++)
            (await cluster.PostAsync(pod.Address, TrashFound, """{"folders":[]}""", null, [])).Dispose();

        Assert.True(cluster.State("cleanups") is [var closed] && closed == $"_longshore/cleanups/{old}/1.json", pod.LastWords());
    }

    /// <summary>Ships <c>a</c> and <c>b</c>. A cleanup begins, deletes <c>a</c> and dies.</summary>
    private static async Task<(string Data, string DataRef)> DieAfterOneAsync(Cluster cluster)
    {
        cluster.Write("a");
        cluster.Write("b");
        var synced = await cluster.SyncAsync("a", "b");
        Begin(cluster, synced.DataRef);
        File.Delete(Path.Combine(cluster.Volume, "a"));
        return synced;
    }
}
