using System.Net;
using Longshore.Sandbox.S3.Faults;
using Longshore.Sandbox.S3.Store;
using Longshore.Stage;

namespace Longshore.IntegrationTests.Flow;

/// <summary>Promise 1 where the proof is weak: nothing is deleted that the store has not been seen to hold.</summary>
public class ProofTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task StoreWithoutChecksums_IsReadBack(bool damages)
    {
        await using var store = await ForgetfulStore.StartAsync();
        store.Damages = damages;
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        foreach (var function in new[] { "sync", "cleanup" })
            await cluster.StartFunctionAsync(function, ("S3:ServiceUrl", store.Url), ("S3:RoleArn", ""));
        cluster.Write("a.bin");

        await cluster.ScanAsync();

        var synced = Assert.Single(cluster.Payloads("dev.longshore.batch.synced"));
        Assert.Equal(damages ? 1 : 0, synced.GetProperty("failed").GetInt32());
        Assert.Equal(damages ? 0 : 1, synced.GetProperty("uploaded").GetInt32());
        Assert.Equal(damages ? ["a.bin"] : [], cluster.Left());
    }

    [Fact]
    public async Task StandingReceipt_ObjectGone_ShipsTheFileAgain()
    {
        await using var cluster =
            await Cluster.StartAsync(
                StageOptions.HourAhead with { Settings = new Dictionary<string, string?> { ["Cleanup:KeepFor"] = "P30D" } });
        var content = cluster.Write("a.jpg");
        await cluster.ScanAsync();
        cluster.Objects.Delete("a.jpg", null, DateTimeOffset.UnixEpoch);

        await cluster.ScanAsync();

        Assert.Equal(content, cluster.Bytes("a.jpg"));
        Assert.Equal(2, cluster.State("receipts").Length);
    }

    [Fact]
    public async Task Overwrite_VersioningSuspendedSince_OverwritesNothing()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead with
        {
            Versioned = true,
            Settings = new Dictionary<string, string?> { ["Sync:OnConflict"] = "Overwrite" },
        });
        cluster.Objects.Versioning = VersioningState.Suspended;
        var first = cluster.Write("a.jpg", seed: 1);
        await cluster.ScanAsync();
        cluster.Write("a.jpg", seed: 2);

        await cluster.ScanAsync();

        Assert.Equal(first, cluster.Bytes("a.jpg"));
        Assert.Equal(["a.jpg"], cluster.Left());
        Assert.Empty(cluster.S3.Store.Journal.Overwrites);
    }

    [Fact]
    public async Task Complete_AnswersWithAnotherChecksum_LooksAtTheObject()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        var content = cluster.Write("a.bin", 17 << 20);
        using var wrong =
            cluster.S3.Faults.Add(new Fault { Kind = FaultKind.WrongChecksum, Operation = "CompleteMultipartUpload", Count = 1 });

        await cluster.ScanAsync();

        Assert.Equal(content, cluster.Bytes("a.bin"));
        Assert.True(cluster.S3.Counters.Of("HeadObject") > 0);
        Assert.Empty(cluster.Left());
    }

    [Fact]
    public async Task Sentinel_IsNeitherShippedNorDeleted()
    {
        await using var cluster = await Cluster.StartAsync(
            StageOptions.HourAhead with { Settings = new Dictionary<string, string?> { ["Volume:Sentinel"] = "MOUNTED" } });
        cluster.Write("MOUNTED");
        cluster.Write("a.jpg");

        await cluster.ScanAsync();
        await cluster.PublishAsync("dev.longshore.batch.ready", """{"minAge":"PT2S","files":[{"path":"MOUNTED"}]}""");

        Assert.Equal(["MOUNTED"], cluster.Left());
        Assert.Equal(["a.jpg"], cluster.Shipped());
    }

    [Fact]
    public async Task OwnFolder_NamedInAnEvent_IsReserved()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        cluster.Write(".longshore/trash/b/p/s/secret.txt");

        await cluster.PublishAsync("dev.longshore.batch.ready",
            """{"minAge":"PT2S","files":[{"path":".longshore/trash/b/p/s/secret.txt"}]}""");

        Assert.Empty(cluster.Shipped());
        Assert.Equal("reserved",
            cluster.Document(Assert.Single(cluster.State("receipts"))).GetProperty("files")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task SlowScan_WithFewReadyFiles_ShipsThem()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        await cluster.StartFunctionAsync("schedule", ("Host:Deadline", "PT1S"));
        cluster.Write("000-ready.txt");
        for (var i = 0; i < 30_000; i++)
            cluster.Write($"d/{i:d5}.tmp", 0);
        cluster.Write("zzz-ready.txt");

        var answer = await cluster.ScanAsync();

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Contains("000-ready.txt", cluster.Shipped());
        Assert.Empty(cluster.State("deadletters"));
    }
}
