using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Longshore.Core.Clean;
using Longshore.Sandbox.Demo;
using Longshore.Sandbox.S3.Faults;
using Longshore.Stage;
using Microsoft.Extensions.DependencyInjection;

namespace Longshore.FaultTests.Named;

/// <summary>Nothing is deleted before its account is safe: begun records, and how one is closed whose cleanup died.</summary>
public sealed partial class BegunTests
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

    /// <summary>Two deliveries at one time have an outcome each, and each is counted; the same outcome is counted once.</summary>
    [Fact]
    public async Task End_TwoDeliveriesOfOneReceipt_EachIsCountedOnce()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        var synced = await cluster.SyncAsync("a");
        var batch = Begin(cluster, synced.DataRef);
        var records = cluster.Services("cleanup").GetRequiredService<CleanupRecords>();
        var (begun, _) = await records.ReadAsync(new CleanupPair(batch, 1, null, null), TestContext.Current.CancellationToken);
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

    /// <summary>
    /// It was taken for dead and closed while it still worked: what it deletes after that is counted under a number of its own.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public async Task Cleanup_ClosedWhileItLives_CountsTheRestUnderTheNextNumber(int counted)
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        cluster.Write("b");
        var synced = await cluster.SyncAsync("a", "b");
        using (OutcomesFail(cluster))
            await cluster.CleanAsync(synced);
        // As a closing has it that came after the first deletion, or before it.
        var key = Assert.Single(cluster.Begun()).Replace(".begun", "", StringComparison.Ordinal);
        var begun = cluster.Document(Assert.Single(cluster.Begun()));
        var outcome = Outcome(begun);
        outcome["deleted"] = counted;
        outcome["kept"] = counted == 1 ? new JsonObject { ["b"] = "not-reached" }
            : new JsonObject { ["a"] = "not-reached", ["b"] = "not-reached" };
        outcome["interrupted"] = true;
        Put(cluster, key, outcome);

        var (status, body) = await cluster.CleanAsync(synced);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((2 - counted, counted), Counts(JsonDocument.Parse(body).RootElement));
        Assert.Equal(2, cluster.State("cleanups").Length);
        Assert.Equal(2, cluster.Begun().Length);
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
