using System.Net;
using System.Text.Json;
using Longshore.FaultTests.Stage;
using Longshore.Sandbox.Knative;
using Longshore.Sandbox.S3.Faults;
using Longshore.Stage;

namespace Longshore.FaultTests.Named;

/// <summary>Deadlines, SIGTERM, and clocks that disagree.</summary>
public sealed class TimeTests
{
    private const int Files = 60;

    /// <summary>A deadline of five seconds; work is parked after two thirds of it.</summary>
    private static StageOptions Hurried { get; } = new()
    {
        Ahead = TimeSpan.FromMinutes(1),
        Speed = 4,
        Settings = new Dictionary<string, string?> { ["Host:Deadline"] = "PT20S", ["Sync:Concurrency"] = "2" },
    };

    [Fact]
    public async Task Sync_Deadline_EmitsTheFinishedPartAndRepliesTheRest()
    {
        await using var cluster = await Cluster.StartAsync(Hurried);
        var paths = Write(cluster);
        using var slow = cluster.S3.Faults.Add(new Fault
        {
            Kind = FaultKind.Latency,
            Operation = "PutObject",
            KeyPrefix = "f",
            Delay = TimeSpan.FromMilliseconds(200),
        });

        using var response = await cluster.SendAsync("sync", Scenes.Ready, Scenes.ReadyData(paths));

        await AssertRemainderAsync(cluster, response);
    }

    [Fact]
    public async Task Sync_Sigterm_EmitsTheFinishedPartAndRepliesTheRest()
    {
        await using var cluster =
            await Cluster.StartAsync(Hurried with { Settings = new Dictionary<string, string?> { ["Sync:Concurrency"] = "2" } });
        var paths = Write(cluster);
        using var slow = cluster.S3.Faults.Add(new Fault
        {
            Kind = FaultKind.Latency,
            Operation = "PutObject",
            KeyPrefix = "f",
            Delay = TimeSpan.FromMilliseconds(25),
        });

        var answer = cluster.SendAsync("sync", Scenes.Ready, Scenes.ReadyData(paths));
        await Scenes.UntilAsync(() => cluster.Shipped().Length >= 5);
        await cluster.StopFunctionAsync("sync");

        using var response = await answer;
        await AssertRemainderAsync(cluster, response);
    }

    [Fact]
    public async Task LargeFile_OverSeveralDeadlines_SendsEachPartOnce()
    {
        const int Parts = 60;
        await using var cluster = await Cluster.StartAsync(Hurried);
        var content = cluster.Write("large", Parts * StageOptions.PartBytes);
        using var slow = cluster.S3.Faults.Add(new Fault
        {
            Kind = FaultKind.Latency,
            Operation = "UploadPart",
            KeyPrefix = "large",
            Delay = TimeSpan.FromMilliseconds(250),
        });

        var tries = 0;
        for (var type = Scenes.Ready; type == Scenes.Ready && tries < 50; tries++)
        {
            using var response = await cluster.SendAsync("sync", Scenes.Ready, Scenes.ReadyData("large"));
            // 503 if not even a part was done by the deadline.
            type = response.StatusCode == HttpStatusCode.ServiceUnavailable ? Scenes.Ready : Scenes.Header(response, "ce-type");
        }

        Assert.True(tries > 1, "It was not parked even once.");
        Assert.Equal(Parts + Scenes.PartsOfProbe, cluster.S3.Counters.Of("UploadPart", ""));
        Assert.Equal(1 + Scenes.UploadsOfProbe, cluster.S3.Counters.Of("CreateMultipartUpload"));
        Assert.Equal(content, cluster.Objects.Get("large")!.Body.ToArray());
        Assert.Empty(cluster.Objects.Uploads);
        Assert.Empty(cluster.State("uploads"));
    }

    [Fact]
    public async Task Sync_StoreClockTwoHoursAhead_SignsByTheStoresClock()
    {
        await using var cluster = await Cluster.StartAsync(new StageOptions
        {
            Ahead = TimeSpan.Zero,
            Elsewhere = Cluster.Functions,
            StoreTime = new ShiftedTime(TimeSpan.FromHours(2)),
        });
        cluster.Write("a");
        // The SDK keeps its correction for the whole process: one of its own.
        await using var pod = Pod.Of(cluster, "sync");
        await Task.WhenAll(pod.StartAsync(TestContext.Current.CancellationToken),
            Task.Delay(TimeSpan.FromSeconds(2.1), TestContext.Current.CancellationToken));

        for (var tries = 0; tries < 4 && cluster.Shipped().Length == 0; tries++)
            (await cluster.PostAsync(pod.Address, Scenes.Ready, Scenes.ReadyData("a"), null, [])).Dispose();

        Assert.True(cluster.Shipped().Length == 1, pod.LastWords());
    }

    [Fact]
    public async Task Sync_VolumeClockAhead_DefersWithTheReason()
    {
        await using var cluster = await Cluster.StartAsync(new StageOptions { Ahead = TimeSpan.FromMinutes(-30) });
        cluster.Write("a");

        await cluster.SyncAsync("a");

        var entry = cluster.Document(cluster.State("receipts").Single()).GetProperty("files")[0];
        Assert.Equal(("deferred", "clock-skew"),
            (entry.GetProperty("outcome").GetString(), entry.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Sync_FileJustWritten_IsDeferred()
    {
        await using var cluster = await Cluster.StartAsync(new StageOptions { Ahead = TimeSpan.Zero });
        cluster.Write("a");

        await cluster.SyncAsync("a");

        var entry = cluster.Document(cluster.State("receipts").Single()).GetProperty("files")[0];
        Assert.Equal(("deferred", "too-young"),
            (entry.GetProperty("outcome").GetString(), entry.GetProperty("reason").GetString()));
        Assert.Empty(cluster.Shipped());
    }

    private static string[] Write(Cluster cluster)
    {
        string[] paths = [.. Enumerable.Range(0, Files).Select(number => $"f{number:d2}")];
        foreach (var path in paths)
            cluster.Write(path);
        return paths;
    }

    private static async Task AssertRemainderAsync(Cluster cluster, HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal((Scenes.Ready, "1"), (Scenes.Header(response, "ce-type"), Scenes.Header(response, "ce-hops")));
        using var rest = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var shipped = cluster.Shipped();
        Assert.Equal(Files, rest.RootElement.GetProperty("files").GetArrayLength() + shipped.Length);
        var synced = Json.Of(Assert.Single(cluster.Events(Scenes.Synced)).Data);
        Assert.Equal((shipped.Length, Files - shipped.Length),
            (synced.GetProperty("uploaded").GetInt32(), synced.GetProperty("remaining").GetInt32()));
        // The finished part is cleaned up at once, the rest is untouched.
        Assert.Equal(Files - shipped.Length, cluster.Left().Length);
    }
}
