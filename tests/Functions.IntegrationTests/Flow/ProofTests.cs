using System.Net;
using Longshore.Sandbox.S3.Faults;
using Longshore.Sandbox.S3.Store;

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
        await using var rig = await Rig.StartAsync();
        foreach (var function in new[] { "sync", "cleanup" })
            await rig.StartFunctionAsync(function, ("S3:ServiceUrl", store.Url), ("S3:RoleArn", ""));
        rig.Write("a.bin");

        await rig.ScanAsync();

        var synced = Assert.Single(rig.Events("dev.longshore.batch.synced"));
        Assert.Equal(damages ? 1 : 0, synced.GetProperty("failed").GetInt32());
        Assert.Equal(damages ? 0 : 1, synced.GetProperty("uploaded").GetInt32());
        Assert.Equal(damages ? ["a.bin"] : [], rig.Left());
    }

    [Fact]
    public async Task StandingReceipt_ObjectGone_ShipsTheFileAgain()
    {
        await using var rig =
            await Rig.StartAsync(new RigOptions { Settings = new Dictionary<string, string?> { ["Cleanup:KeepFor"] = "P30D" } });
        var content = rig.Write("a.jpg");
        await rig.ScanAsync();
        rig.Objects.Delete("a.jpg", null, DateTimeOffset.UnixEpoch);

        await rig.ScanAsync();

        Assert.Equal(content, rig.Bytes("a.jpg"));
        Assert.Equal(2, rig.State("receipts").Length);
    }

    [Fact]
    public async Task Overwrite_VersioningSuspendedSince_OverwritesNothing()
    {
        await using var rig = await Rig.StartAsync(new RigOptions
        {
            Versioned = true,
            Settings = new Dictionary<string, string?> { ["Sync:OnConflict"] = "Overwrite" },
        });
        rig.Objects.Versioning = VersioningState.Suspended;
        var first = rig.Write("a.jpg", seed: 1);
        await rig.ScanAsync();
        rig.Write("a.jpg", seed: 2);

        await rig.ScanAsync();

        Assert.Equal(first, rig.Bytes("a.jpg"));
        Assert.Equal(["a.jpg"], rig.Left());
        Assert.Empty(rig.S3.Store.Journal.Overwrites);
    }

    [Fact]
    public async Task Complete_AnswersWithAnotherChecksum_LooksAtTheObject()
    {
        await using var rig = await Rig.StartAsync();
        var content = rig.Write("a.bin", 17 << 20);
        using var wrong =
            rig.S3.Faults.Add(new Fault { Kind = FaultKind.WrongChecksum, Operation = "CompleteMultipartUpload", Count = 1 });

        await rig.ScanAsync();

        Assert.Equal(content, rig.Bytes("a.bin"));
        Assert.True(rig.S3.Counters.Of("HeadObject") > 0);
        Assert.Empty(rig.Left());
    }

    [Fact]
    public async Task Sentinel_IsNeitherShippedNorDeleted()
    {
        await using var rig = await Rig.StartAsync(
            new RigOptions { Settings = new Dictionary<string, string?> { ["Volume:Sentinel"] = "MOUNTED" } });
        rig.Write("MOUNTED");
        rig.Write("a.jpg");

        await rig.ScanAsync();
        await rig.PublishAsync("dev.longshore.batch.ready", """{"minAge":"PT2S","files":[{"path":"MOUNTED"}]}""");

        Assert.Equal(["MOUNTED"], rig.Left());
        Assert.Equal(["a.jpg"], rig.Shipped());
    }

    [Fact]
    public async Task OwnFolder_NamedInAnEvent_IsReserved()
    {
        await using var rig = await Rig.StartAsync();
        rig.Write(".longshore/trash/b/p/s/secret.txt");

        await rig.PublishAsync("dev.longshore.batch.ready",
            """{"minAge":"PT2S","files":[{"path":".longshore/trash/b/p/s/secret.txt"}]}""");

        Assert.Empty(rig.Shipped());
        Assert.Equal("reserved",
            rig.Json(Assert.Single(rig.State("receipts"))).GetProperty("files")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task SlowScan_WithFewReadyFiles_ShipsThem()
    {
        await using var rig = await Rig.StartAsync();
        await rig.StartFunctionAsync("schedule", ("Host:Deadline", "PT1S"));
        rig.Write("000-ready.txt");
        for (var i = 0; i < 30_000; i++)
            rig.Write($"d/{i:d5}.tmp", 0);
        rig.Write("zzz-ready.txt");

        var answer = await rig.ScanAsync();

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Contains("000-ready.txt", rig.Shipped());
        Assert.Empty(rig.State("deadletters"));
    }
}
