using System.Net;
using Longshore.FaultTests.Stage;
using Longshore.Sandbox.S3.Faults;
using Longshore.Sandbox.S3.Store;
using Longshore.Stage;

namespace Longshore.FaultTests.Named;

/// <summary>One object that is refused, fails or is never answered must not stop the rest.</summary>
public sealed class OneObjectTests
{
    private static readonly string[] Paths = ["a", "b", "bad", "c"];

    /// <summary>
    /// Outages that are weeks apart are no third delivery: what a file failed with before it was shipped is forgotten.
    /// </summary>
    [Fact]
    public async Task Sync_OutagesWithSuccessBetween_AreTheStoresFault()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        HttpStatusCode[] expected = [HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK,
            HttpStatusCode.ServiceUnavailable];
        var seen = new List<HttpStatusCode>();
        foreach (var status in expected)
        {
            cluster.Write("a");
            using var outage = status == HttpStatusCode.OK ? null
                : cluster.S3.Faults.Add(new Fault { Kind = FaultKind.InternalError, Operation = "PutObject", KeyPrefix = "a" });
            using var response = await cluster.SendAsync("sync", Scenes.Ready, Scenes.ReadyData("a"));
            seen.Add(response.StatusCode);
        }

        Assert.Equal(expected, seen);
    }

    [Theory]
    [InlineData(FaultKind.AccessDenied, "AccessDenied (Access Denied)")]
    [InlineData(FaultKind.InternalError, "InternalError (We encountered an internal error. Please try again.)")]
    [InlineData(FaultKind.SlowDown, "SlowDown (")]
    [InlineData(FaultKind.WebPage, "the store answered with bytes of an unknown kind (200) where an ETag was expected")]
    internal async Task Sync_OneKeyIsNeverTaken_FailsAloneAtEveryRun(FaultKind kind, string words)
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        foreach (var path in Paths)
            cluster.Write(path);
        using var fault = cluster.S3.Faults.Add(new Fault { Kind = kind, Operation = "PutObject", KeyPrefix = "bad" });

        await cluster.CleanAsync(await cluster.SyncAsync(Paths));

        Assert.Equal(["bad"], cluster.Left());
        AssertFailed(cluster, words, planned: 4);

        // Alone in its batch it cannot be told from a store that is down at first: the event is retried, five times by a Trigger.
        for (var retries = kind == FaultKind.AccessDenied ? 0 : 2; retries > 0; retries--)
        {
            using var response = await cluster.SendAsync("sync", Scenes.Ready, Scenes.ReadyData("bad"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        }

        await cluster.SyncAsync("bad");
        AssertFailed(cluster, words, planned: 1);
    }

    [Theory]
    [InlineData("HeadObject", FaultKind.AccessDenied, "403 Forbidden")]
    [InlineData("HeadObject", FaultKind.InternalError, "500 InternalServerError")]
    [InlineData("GetObject", FaultKind.Archived,
        "InvalidObjectState (The operation is not valid for the object's storage class)")]
    [InlineData("GetObject", FaultKind.WebPage,
        "the store answered with bytes of an unknown kind (200) where an object with its ETag was expected")]
    internal async Task Sync_ObjectCannotBeCompared_FailsAlone(string operation, FaultKind kind, string words)
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        foreach (var path in Paths)
            cluster.Write(path);
        PutByAnotherTool(cluster, "bad");
        using var fault = cluster.S3.Faults.Add(new Fault { Kind = kind, Operation = operation, KeyPrefix = "bad" });

        await cluster.CleanAsync(await cluster.SyncAsync(Paths));

        Assert.Equal(["bad"], cluster.Left());
        AssertFailed(cluster, words, planned: 4);
    }

    [Fact]
    public async Task Sync_PartIsNeverTaken_FailsThatFileAlone()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        foreach (var path in Paths)
            cluster.Write(path, path == "bad" ? (2 * StageOptions.PartBytes) + 1 : 100);
        using var fault =
            cluster.S3.Faults.Add(new Fault { Kind = FaultKind.AccessDenied, Operation = "UploadPart", KeyPrefix = "bad" });

        await cluster.CleanAsync(await cluster.SyncAsync(Paths));

        Assert.Equal(["bad"], cluster.Left());
        AssertFailed(cluster, "AccessDenied (Access Denied)", planned: 4);
    }

    [Fact]
    public async Task Sync_OneKeyIsNeverAnswered_ShipsTheRestBeforeTheDeadline()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm with
        {
            Speed = 2,
            Settings = new Dictionary<string, string?> { ["Host:Deadline"] = "PT20S" },
        });
        foreach (var path in Paths)
            cluster.Write(path);
        using var silent = cluster.S3.Faults.Add(
            new Fault { Kind = FaultKind.Latency, Operation = "PutObject", KeyPrefix = "bad", Delay = TimeSpan.FromHours(1) });

        using var response = await cluster.SendAsync("sync", Scenes.Ready, Scenes.ReadyData(Paths));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Scenes.Ready, Scenes.Header(response, "ce-type"));
        Assert.Equal(["a", "b", "c"], cluster.Shipped());
        var counts = cluster.Document(Assert.Single(cluster.State("receipts"))).GetProperty("counts");
        Assert.Equal((3, 1), (counts.GetProperty("uploaded").GetInt32(), counts.GetProperty("remaining").GetInt32()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sync_StoreTakesNothing_StopsTheBatch(bool down)
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        string[] paths = [.. Enumerable.Range(0, 40).Select(number => $"f{number:d2}")];
        foreach (var path in paths)
            cluster.Write(path);
        using var puts =
            cluster.S3.Faults.Add(new Fault { Kind = FaultKind.InternalError, Operation = "PutObject", KeyPrefix = "f" });
        // The first two listings are those of the batch.
        using var lists = cluster.S3.Faults.Add(
            new Fault { Kind = down ? FaultKind.InternalError : FaultKind.Latency, Operation = "ListObjectsV2", Skip = 2 });

        using var response = await cluster.SendAsync("sync", Scenes.Ready, Scenes.ReadyData(paths));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(paths, cluster.Left());
    }

    private static void AssertFailed(Cluster cluster, string words, int planned)
    {
        var receipt = cluster.State("receipts").Select(cluster.Document)
            .Single(each => each.GetProperty("counts").GetProperty("planned").GetInt32() == planned);
        Assert.Equal(1, receipt.GetProperty("counts").GetProperty("failed").GetInt32());
        var reason = receipt.GetProperty("files").EnumerateArray().Single(file => file.GetProperty("path").GetString() == "bad")
            .GetProperty("reason").GetString();
        Assert.StartsWith($"store-refused: {words}", reason, StringComparison.Ordinal);
    }

    /// <summary>An object without a checksum.</summary>
    private static void PutByAnotherTool(Cluster cluster, string key) => cluster.Objects.Put(
        new StoredObject
        {
            Key = key,
            Body = new Body([new byte[100]]),
            ETag = new string('0', 32),
            Sha256 = "other",
            LastModified = DateTimeOffset.UnixEpoch,
        }, _ => { });
}
