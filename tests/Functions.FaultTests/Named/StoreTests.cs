using System.Collections.Concurrent;
using System.Net;
using Longshore.Core.Ship;
using Longshore.FaultTests.Stage;
using Longshore.Sandbox.S3.Faults;
using Longshore.Sandbox.S3.Store;
using Longshore.Stage;
using Microsoft.Extensions.DependencyInjection;

namespace Longshore.FaultTests.Named;

/// <summary>A store that struggles, refuses or loses answers.</summary>
public sealed class StoreTests
{
    [Fact]
    public async Task Sync_SessionEndsInTheMiddle_IsRenewedAndNoFileFails()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        string[] paths = [.. Enumerable.Range(0, 50).Select(number => $"f{number:d2}")];
        foreach (var path in paths)
            cluster.Write(path);
        using var expired =
            cluster.S3.Faults.Add(new Fault { Kind = FaultKind.ExpiredToken, Operation = "PutObject", Skip = 10, Count = 3 });

        await cluster.SyncAsync(paths);

        Assert.Equal(
            50, cluster.Document(cluster.State("receipts").Single()).GetProperty("counts").GetProperty("uploaded").GetInt32());
        Assert.InRange(cluster.S3.Counters.Of("AssumeRole", ""), 2, 10);
    }

    [Fact]
    public async Task Sync_SessionNearItsEnd_IsRenewedAndNoFileFails()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        // Shorter than the five minutes before the end at which a session is renewed.
        cluster.S3.Iam.CapSessions("longshore-sync", TimeSpan.FromMinutes(4));
        string[] paths = [.. Enumerable.Range(0, 50).Select(number => $"f{number:d2}")];
        foreach (var path in paths)
            cluster.Write(path);

        await cluster.SyncAsync(paths);

        Assert.Equal(paths, cluster.Shipped());
        Assert.True(cluster.S3.Counters.Of("AssumeRole", "") > 1);
    }

    [Fact]
    public async Task Sync_CredentialsRefused_StopsAtOnceWithOneLine()
    {
        var lines = new ConcurrentQueue<string>();
        await using var cluster = await Cluster.StartAsync(Scenes.Calm with { Log = lines.Enqueue });
        string[] paths = [.. Enumerable.Range(0, 500).Select(number => $"f{number:d3}")];
        foreach (var path in paths)
            cluster.Write(path);
        cluster.S3.Iam.Revoke(Cluster.AccessKey);
        // What the start has told.
        lines.Clear();

        using var response = await cluster.SendAsync("sync", Scenes.Ready, Scenes.ReadyData(paths));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("AWS_ACCESS_KEY_ID", Assert.Single(lines), StringComparison.Ordinal);
        Assert.InRange(cluster.S3.Counters.Of("AssumeRole"), 1, 2);
        Assert.Equal(500, cluster.Left().Length);
    }

    [Fact]
    public async Task Sync_UploadsRefusedInTheMiddle_StopsTheBatch()
    {
        await using var cluster = await Cluster.StartAsync(
            Scenes.Calm with { Settings = new Dictionary<string, string?> { ["Sync:Concurrency"] = "4" } });
        string[] paths = [.. Enumerable.Range(0, 500).Select(number => $"f{number:d3}")];
        foreach (var path in paths)
            cluster.Write(path);
        using var refused =
            cluster.S3.Faults.Add(new Fault { Kind = FaultKind.ExpiredToken, Operation = "PutObject", Skip = 20 });

        using var response = await cluster.SendAsync("sync", Scenes.Ready, Scenes.ReadyData(paths));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.InRange(cluster.S3.Counters.Of("PutObject"), 21, 60);
        Assert.Equal(500, cluster.Left().Length);
    }

    [Fact]
    public async Task Sync_SlowDown_LowersWhatIsInFlight()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        string[] paths = [.. Enumerable.Range(0, 40).Select(number => $"f{number:d2}")];
        foreach (var path in paths)
            cluster.Write(path);
        var gate = cluster.Services("sync").GetRequiredService<AdaptiveGate>();
        var before = await gate.FreeAsync();
        using var slow =
            cluster.S3.Faults.Add(new Fault { Kind = FaultKind.SlowDown, Operation = "PutObject", Skip = 20, Count = 5 });

        await cluster.SyncAsync(paths);

        Assert.InRange(await gate.FreeAsync(), 1, before - 4);
        Assert.Equal(paths, cluster.Shipped());
    }

    [Theory]
    [InlineData(100, "PutObject")]
    [InlineData((2 * StageOptions.PartBytes) + 1, "CompleteMultipartUpload")]
    public async Task Sync_AnswerToTheUploadIsLost_FindsItByItsChecksum(int size, string operation)
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a", size);
        using (cluster.S3.Faults.Add(
            new Fault { Kind = FaultKind.LostResponse, Operation = operation, KeyPrefix = "a", Count = 1 }))
            await cluster.CleanAsync(await cluster.SyncAsync("a"));

        Assert.Equal(["a"], cluster.Shipped());
        Assert.Equal("present", cluster.Document(cluster.State("receipts").Single()).GetProperty("files")[0]
            .GetProperty("outcome").GetString());
        Assert.Single(cluster.S3.Store.Journal.Entries, entry => entry.Key == "a");
        Assert.Empty(cluster.Left());
        Assert.Empty(cluster.Objects.Uploads);
    }

    [Fact]
    public async Task Sync_AnswerToTheReceiptIsLost_WritesItOnce()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        using var lost = cluster.S3.Faults.Add(
            new Fault { Kind = FaultKind.LostResponse, Operation = "PutObject", KeyPrefix = "_longshore/receipts/", Count = 1 });

        await cluster.SyncAsync("a");

        Assert.Single(cluster.State("receipts"));
    }

    [Fact]
    public async Task Schedule_EventTwiceInOneSecond_HasARecordOfEachTry()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        (await cluster.ScanAsync(id: "same")).Dispose();
        cluster.Write("a");

        (await cluster.ScanAsync(id: "same")).Dispose();

        Assert.Equal(["0", "1"], cluster.State("scans")
            .Select(key => cluster.Document(key).GetProperty("result").GetProperty("files").GetRawText()).Order());
    }

    [Fact]
    public async Task Cleanup_ProxyAnswersTheLookBeforeAWrite_WritesTheFirstRecord()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.S3.Store.Quirks = StoreQuirks.IgnoresConditionOnPut;
        cluster.Write("a");
        // The look before the write, and the one after it.
        using var page = cluster.S3.Faults.Add(new Fault
        {
            Kind = FaultKind.WebPage,
            Operation = "HeadObject",
            KeyPrefix = "_longshore/cleanups/",
            Count = 2,
        });

        (await cluster.ScanAsync()).Dispose();

        Assert.EndsWith("/1.begun.json", Assert.Single(cluster.Begun()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sync_FileIsWrittenWhileItsPartsAreSent_CompletesNothing()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a", 40 * StageOptions.PartBytes);
        using var slow = cluster.S3.Faults.Add(
            new Fault { Kind = FaultKind.Latency, Operation = "UploadPart", Delay = TimeSpan.FromMilliseconds(30) });

        var synced = cluster.SyncAsync("a");
        await Scenes.UntilAsync(() => cluster.S3.Counters.Of("UploadPart", "") >= 2);
        await File.AppendAllTextAsync(Path.Combine(cluster.Volume, "a"), "more", TestContext.Current.CancellationToken);
        await synced;

        var entry = cluster.Document(cluster.State("receipts").Single()).GetProperty("files")[0];
        Assert.Equal(("deferred", "changed-while-read"),
            (entry.GetProperty("outcome").GetString(), entry.GetProperty("reason").GetString()));
        Assert.Empty(cluster.Shipped());
        Assert.Empty(cluster.Objects.Uploads);
    }

    [Fact]
    public async Task Sync_FileIsWrittenWhileItIsCompared_IsNotPresent()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        await cluster.SyncAsync("a");
        File.SetLastWriteTimeUtc(Path.Combine(cluster.Volume, "a"), DateTime.UnixEpoch.AddYears(50));
        using var slow = cluster.S3.Faults.Add(new Fault
        {
            Kind = FaultKind.Latency,
            Operation = "HeadObject",
            KeyPrefix = "a",
            Delay = TimeSpan.FromMilliseconds(600),
        });

        var synced = cluster.SyncAsync("a");
        await Task.Delay(200, TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(Path.Combine(cluster.Volume, "a"), "more", TestContext.Current.CancellationToken);
        await synced;

        var entry = cluster.Document(cluster.State("receipts").Last()).GetProperty("files")[0];
        Assert.Equal("deferred", entry.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Sync_StoreTellsAnotherChecksum_KeepsTheFile()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        using var put =
            cluster.S3.Faults.Add(new Fault { Kind = FaultKind.WrongChecksum, Operation = "PutObject", KeyPrefix = "a" });
        using var head =
            cluster.S3.Faults.Add(new Fault { Kind = FaultKind.WrongChecksum, Operation = "HeadObject", KeyPrefix = "a" });

        await cluster.CleanAsync(await cluster.SyncAsync("a"));

        Assert.Equal(["a"], cluster.Left());
        Assert.Equal("failed", cluster.Document(cluster.State("receipts").Single()).GetProperty("files")[0].GetProperty("outcome")
            .GetString());
    }

    [Fact]
    public async Task Sync_ObjectIsDamagedWhileItIsRead_PutsNoSecondCopy()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.S3.Store.Quirks = StoreQuirks.TellsNoChecksums;
        cluster.Write("a");
        await cluster.SyncAsync("a");
        // Another time makes another batch.
        File.SetLastWriteTimeUtc(Path.Combine(cluster.Volume, "a"), DateTime.UnixEpoch.AddYears(50));
        using var damaged = cluster.S3.Faults.Add(
            new Fault { Kind = FaultKind.CorruptBody, Operation = "GetObject", KeyPrefix = "a", Count = 1 });

        await cluster.SyncAsync("a");

        Assert.Equal(["a"], cluster.Shipped());
    }

    [Fact]
    public async Task DeadLetter_StoringFails_Says503()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        var sink = new Uri(cluster.AddressOf("deadletter"), "/deadletters");
        HttpStatusCode status;
        using (cluster.S3.Faults.Add(new Fault { Kind = FaultKind.InternalError, Operation = "PutObject" }))
            status = (await cluster.PostAsync(sink, "any.type", "{}", "id-1", [])).StatusCode;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(HttpStatusCode.Accepted, (await cluster.PostAsync(sink, "any.type", "{}", "id-1", [])).StatusCode);
        Assert.Single(cluster.State("deadletters"));
    }

    [Theory]
    [InlineData("line\r\nbreak\u0001.jpg")]
    [InlineData("a+b %2F %25 &?#.jpg")]
    public async Task Names_ThatXmlCannotWrite_AreShippedAndDeleted(string name)
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write(name);

        (await cluster.ScanAsync()).Dispose();

        Assert.Equal([name], cluster.Shipped());
        Assert.Empty(cluster.Left());
    }
}
