using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.Json;
using System.Text;
using Longshore.Core.Clean;
using Longshore.FaultTests.Stage;
using Longshore.Sandbox.Demo;
using Longshore.Sandbox.Knative;
using Longshore.Sandbox.S3.Faults;
using Longshore.Stage;
using Microsoft.Extensions.DependencyInjection;

namespace Longshore.FaultTests.Named;

/// <summary>Nothing is deleted before its account is safe: begun records, and how one is closed whose cleanup died.</summary>
public sealed class BegunTests
{
    private const string TrashFound = "dev.longshore.trash.found";

    /// <summary>Past twice the deadline of 270 s and a quarter of an hour for the clocks.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(nameof(FaultKind.InternalError))]
    [InlineData(nameof(FaultKind.SlowDown))]
    public async Task Cleanup_BegunRecordCannotBeWritten_Says503AndDeletesNothing(string kind)
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        var synced = await cluster.SyncAsync("a");
        using (cluster.S3.Faults.Add(
            new Fault { Kind = Enum.Parse<FaultKind>(kind), Operation = "PutObject", KeyPrefix = "_longshore/cleanups/" }))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await cluster.CleanAsync(synced)).Status);

        Assert.True(cluster.OnVolume("a"));
        Assert.Empty(cluster.Begun());
        Assert.Equal(HttpStatusCode.OK, (await cluster.CleanAsync(synced)).Status);
        Assert.Empty(cluster.Left());
    }

    [Fact]
    public async Task Cleanup_Ends_HasAnnouncedEachDeletionBefore()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        cluster.Write("b");
        var synced = await cluster.SyncAsync("a", "b");
        File.Delete(Path.Combine(cluster.Volume, "b"));

        await cluster.CleanAsync(synced);

        var begun = cluster.Document(Assert.Single(cluster.Begun()));
        Assert.Equal(["a"], begun.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("path").GetString()));
        Assert.Equal(1, begun.GetProperty("gone").GetInt32());
        Assert.Equal(Assert.Single(cluster.State("cleanups")),
            Assert.Single(cluster.Begun()).Replace(".begun", "", StringComparison.Ordinal));
    }

    /// <summary>The outcome is remembered: the retry answers for what the first try has deleted.</summary>
    [Fact]
    public async Task Cleanup_OutcomeCannotBeWritten_IsWrittenByTheRetry()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        var synced = await cluster.SyncAsync("a");
        using (OutcomesFail(cluster))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await cluster.CleanAsync(synced)).Status);
        Assert.Empty(cluster.Left());
        Assert.Single(cluster.Begun());
        Assert.Empty(cluster.State("cleanups"));

        var (status, body) = await cluster.CleanAsync(synced);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((1, 0), Counts(JsonDocument.Parse(body).RootElement));
        Assert.Equal((1, 0), Counts(cluster.Document(Assert.Single(cluster.State("cleanups")))));
    }

    /// <summary>
    /// Another process handles the retry: it finds the file gone, and the deletion is counted when the record is closed.
    /// </summary>
    [Fact]
    public async Task Cleanup_OutcomeIsNeverWritten_IsClosedOnce()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        var synced = await cluster.SyncAsync("a");
        using (OutcomesFail(cluster))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await cluster.CleanAsync(synced)).Status);
        await cluster.StopFunctionAsync("cleanup");
        await cluster.StartFunctionAsync("cleanup");
        Assert.Equal((0, 1), Counts(JsonDocument.Parse((await cluster.CleanAsync(synced)).Body).RootElement));

        await CloseAsync(cluster);
        Assert.Single(cluster.State("cleanups"));
        cluster.Time.Ahead = Stale;
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => CloseAsync(cluster)));
        await CloseAsync(cluster);

        var outcomes = cluster.State("cleanups").Select(cluster.Document).ToArray();
        Assert.Equal(2, outcomes.Length);
        Assert.Equal([(0, 1), (1, 0)], outcomes.Select(Counts).Order());
        Assert.True(outcomes.Single(outcome => outcome.TryGetProperty("interrupted", out _)).GetProperty("interrupted")
            .GetBoolean());
    }

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
        cluster.Write("a");
        cluster.Write("b");
        var synced = await cluster.SyncAsync("a", "b");
        Begin(cluster, synced.DataRef);
        File.Delete(Path.Combine(cluster.Volume, "a"));
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
        cluster.Write("a");
        cluster.Write("b");
        var synced = await cluster.SyncAsync("a", "b");
        Begin(cluster, synced.DataRef);
        File.Delete(Path.Combine(cluster.Volume, "a"));
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

    /// <summary>Two deliveries at one time have an outcome each, and each is counted; the same outcome is counted once.</summary>
    [Fact]
    public async Task End_TwoDeliveriesOfOneReceipt_EachIsCountedOnce()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        var synced = await cluster.SyncAsync("a");
        var batch = Begin(cluster, synced.DataRef);
        var records = cluster.Services("cleanup").GetRequiredService<CleanupRecords>();
        var (begun, _) = await records.ReadAsync(batch, 1, isEnded: false, TestContext.Current.CancellationToken);
        UnwrittenCleanup Done(int number) => new(begun!, number, null, new CleanupOutcome
        {
            Schema = CleanupOutcome.CurrentSchema,
            Batch = batch,
            Receipt = begun!.Receipt,
            StartedAt = begun.StartedAt,
            FinishedAt = begun.StartedAt,
            DryRun = false,
            Deleted = 0,
            BytesFreed = 0,
            Gone = 1,
            Kept = [],
        });
        UnwrittenCleanup[] two = [Done(1), Done(2)];

        var first = await Task.WhenAll(two.Select(done => records.EndAsync(done, TestContext.Current.CancellationToken)));
        var again = await records.EndAsync(two[0], TestContext.Current.CancellationToken);

        Assert.All(first, end => Assert.True(end.IsFirst));
        Assert.False(again.IsFirst);
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
    /// It was taken for dead and closed while it still worked: what it deletes after that is counted under a number of its own.
    /// </summary>
    [Fact]
    public async Task Cleanup_ClosedWhileItLives_CountsTheRestUnderTheNextNumber()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        cluster.Write("b");
        var synced = await cluster.SyncAsync("a", "b");
        using (OutcomesFail(cluster))
            await cluster.CleanAsync(synced);
        // As a closing of before its second deletion has it.
        var key = Assert.Single(cluster.Begun()).Replace(".begun", "", StringComparison.Ordinal);
        var begun = cluster.Document(Assert.Single(cluster.Begun()));
        var outcome = Outcome(begun);
        outcome["kept"] = new JsonObject { ["b"] = "not-reached" };
        outcome["interrupted"] = true;
        Put(cluster, key, outcome);

        var (status, body) = await cluster.CleanAsync(synced);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((1, 1), Counts(JsonDocument.Parse(body).RootElement));
        Assert.Equal(2, cluster.State("cleanups").Length);
        Assert.Equal(2, cluster.Begun().Length);
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

    /// <summary>The outcome of a cleanup that has deleted one file.</summary>
    private static JsonObject Outcome(JsonElement begun) => new()
    {
        ["schema"] = "longshore.cleanup/1",
        ["batch"] = begun.GetProperty("batch").GetString(),
        ["receipt"] = begun.GetProperty("receipt").GetString(),
        ["startedAt"] = begun.GetProperty("startedAt").GetString(),
        ["finishedAt"] = begun.GetProperty("startedAt").GetString(),
        ["dryRun"] = false,
        ["deleted"] = 1,
        ["bytesFreed"] = 100,
        ["gone"] = 0,
        ["kept"] = new JsonObject(),
    };

    private static IDisposable OutcomesFail(Cluster cluster)
    {
        // The begun record passes, and what is put after it in the folder does not.
        return cluster.S3.Faults.Add(new Fault
        {
            Kind = FaultKind.InternalError,
            Operation = "PutObject",
            KeyPrefix = $"_longshore/cleanups/{BatchOf(cluster)}/1.json",
        });
    }

    private static string BatchOf(Cluster cluster) => Assert.Single(cluster.State("receipts")).Split('/')[2];

    private static async Task CloseAsync(Cluster cluster)
    {
        using var response = await cluster.SendAsync("cleanup", TrashFound, """{"folders":[]}""");
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    private static (int Deleted, int Gone) Counts(JsonElement outcome) =>
        (outcome.GetProperty("deleted").GetInt32(), outcome.GetProperty("gone").GetInt32());

    /// <summary>The begun record of a cleanup that is killed right after it.</summary>
    /// <returns>The batch.</returns>
    private static string Begin(
        Cluster cluster, string dataref, int number = 1, Action<JsonObject>? edit = null, DateTimeOffset? at = null)
    {
        var key = dataref[$"s3://{Cluster.Bucket}/".Length..];
        var batch = key.Split('/')[^2];
        var receipt = JsonNode.Parse(Gzip.Plain(key, cluster.Objects.Get(key)!.Body.ToArray()))!;
        var begun = Begun(batch, key, number, [.. receipt["files"]!.AsArray().Select(file => new JsonObject
        {
            ["path"] = file!["path"]!.DeepClone(),
            ["size"] = file["size"]!.DeepClone(),
            ["modified"] = file["modified"]!.DeepClone(),
            ["inode"] = file["inode"]!.DeepClone(),
        })]);
        edit?.Invoke(begun);
        Put(cluster, $"_longshore/cleanups/{batch}/{number}.begun.json", begun, at);
        return batch;
    }

    private static JsonObject Begun(string batch, string receipt, int number, JsonArray files) => new()
    {
        ["schema"] = "longshore.cleanup.begun/1",
        ["batch"] = batch,
        ["volume"] = Cluster.VolumeName,
        ["receipt"] = receipt,
        ["process"] = $"killed {number}",
        ["startedAt"] = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
        ["dryRun"] = false,
        ["gone"] = 0,
        ["kept"] = new JsonObject(),
        ["files"] = files,
    };

    private static void Put(Cluster cluster, string key, JsonObject document, DateTimeOffset? at = null) =>
        cluster.Forge(key, Encoding.UTF8.GetBytes(document.ToJsonString()), at: at ?? TimeProvider.System.GetUtcNow());
}
