using System.Net;
using Longshore.Sandbox.S3.Faults;
using Longshore.Sandbox.S3.Store;
using Longshore.Stage;

namespace Longshore.FaultTests.Named;

/// <summary>Promise 1 at the moment of deletion: whatever happened since the receipt, unknown means keep.</summary>
public sealed partial class CleanupTests
{
    [Fact]
    public async Task Cleanup_ObjectDeletedSinceReceipt_KeepsTheFile()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        var synced = await cluster.SyncAsync("a");
        cluster.Objects.Delete("a", null, DateTimeOffset.UnixEpoch);

        var (_, cleaned) = await cluster.CleanAsync(synced);

        Assert.Equal(1, Scenes.Kept(cleaned, "object-missing"));
        Assert.True(cluster.OnVolume("a"));
    }

    [Fact]
    public async Task Cleanup_ObjectReplacedBySameSizeSinceReceipt_KeepsTheFile()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        var synced = await cluster.SyncAsync("a");
        var ours = cluster.Objects.Get("a")!;
        cluster.Objects.Put(
            new StoredObject
            {
                Key = "a",
                Body = new Body([new byte[100]]),
                ETag = new string('0', 32),
                Sha256 = "other",
                LastModified = ours.LastModified,
            },
            _ => { });

        var (_, cleaned) = await cluster.CleanAsync(synced);

        Assert.Equal(1, Scenes.Kept(cleaned, "object-differs"));
        Assert.True(cluster.OnVolume("a"));
    }

    [Fact]
    public async Task Cleanup_SameSizeAndTimeWrittenAgain_KeepsTheFile()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        var full = Path.Combine(cluster.Volume, "a");
        // Whole seconds: .NET sets times to 100 ns, the filesystem keeps them finer.
        var modified = DateTime.UnixEpoch.AddYears(50);
        File.SetLastWriteTimeUtc(full, modified);
        var synced = await cluster.SyncAsync("a");
        await Task.Delay(StageOptions.LeftAlone, TestContext.Current.CancellationToken);
        using (var file = new FileStream(full, FileMode.Open, FileAccess.Write))
            file.Write(new byte[100]);
        File.SetLastWriteTimeUtc(full, modified);

        var (_, cleaned) = await cluster.CleanAsync(synced);

        Assert.Equal(1, Scenes.Kept(cleaned, "changed"));
        Assert.Equal(new byte[100], await File.ReadAllBytesAsync(full, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Cleanup_ListingIsRefused_KeepsEverythingAndSays503()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        var synced = await cluster.SyncAsync("a");
        foreach (var kind in new[] { FaultKind.InternalError, FaultKind.SlowDown, FaultKind.ExpiredToken })
        {
            using var _ = cluster.S3.Faults.Add(new Fault { Kind = kind, Operation = "ListObjectsV2" });
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await cluster.CleanAsync(synced)).Status);
        }

        Assert.True(cluster.OnVolume("a"));
        Assert.Equal(HttpStatusCode.OK, (await cluster.CleanAsync(synced)).Status);
        Assert.False(cluster.OnVolume("a"));
    }

    /// <summary>A HEAD has no body: a session that is over shows as a bare 400 there.</summary>
    [Fact]
    public async Task Cleanup_SessionEndsAtAHead_IsRenewedAndAccountsForWhatItDeleted()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        cluster.Write("z", (2 * StageOptions.PartBytes) + 1);
        var synced = await cluster.SyncAsync("a", "z");
        using var expired =
            cluster.S3.Faults.Add(new Fault { Kind = FaultKind.ExpiredToken, Operation = "HeadObject", Count = 2 });

        var (status, _) = await cluster.CleanAsync(synced);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Empty(cluster.Left());
        Assert.Equal(2, cluster.Document(Assert.Single(cluster.State("cleanups"))).GetProperty("deleted").GetInt32());
    }

    [Fact]
    public async Task Cleanup_StoreFailsHalfWay_AccountsForWhatItDeleted()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        string[] paths = ["a", "b", "c", "z"];
        foreach (var path in paths)
            cluster.Write(path, path == "z" ? (2 * StageOptions.PartBytes) + 1 : 100);
        var synced = await cluster.SyncAsync(paths);
        (HttpStatusCode Status, string) answer;
        using (cluster.S3.Faults.Add(new Fault { Kind = FaultKind.InternalError, Operation = "HeadObject", KeyPrefix = "z" }))
        using (cluster.S3.Faults.Add(new Fault { Kind = FaultKind.InternalError, Operation = "ListObjectsV2", Skip = 2 }))
            answer = await cluster.CleanAsync(synced);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Equal(["z"], cluster.Left());
        var outcome = cluster.Document(Assert.Single(cluster.State("cleanups")));
        Assert.Equal(3, outcome.GetProperty("deleted").GetInt32());
        Assert.Equal("not-started", outcome.GetProperty("kept").GetProperty("z").GetString());
        Assert.Equal(HttpStatusCode.OK, (await cluster.CleanAsync(synced)).Status);
        Assert.Empty(cluster.Left());
    }

    [Theory]
    [InlineData(FaultKind.AccessDenied, "403 Forbidden")]
    [InlineData(FaultKind.InternalError, "500 InternalServerError")]
    internal async Task Cleanup_OneObjectCannotBeLookedAt_KeepsItsFileAndDeletesTheRest(FaultKind kind, string words)
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        string[] paths = ["a", "m", "z"];
        foreach (var path in paths)
            cluster.Write(path, path == "a" ? 100 : (2 * StageOptions.PartBytes) + 1);
        var synced = await cluster.SyncAsync(paths);
        using var fault = cluster.S3.Faults.Add(new Fault { Kind = kind, Operation = "HeadObject", KeyPrefix = "m" });

        var (status, _) = await cluster.CleanAsync(synced);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["m"], cluster.Left());
        var outcome =
            cluster.Document(Assert.Single(cluster.State("cleanups"), key => !key.Contains("begun", StringComparison.Ordinal)));
        Assert.Equal(2, outcome.GetProperty("deleted").GetInt32());
        Assert.Equal($"store-refused: {words}", outcome.GetProperty("kept").GetProperty("m").GetString());
    }

    [Fact]
    public async Task Cleanup_EventPointsAtAFileThatPlaysReceipt_IsRefused()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("victim");
        var (data, dataref) = await cluster.SyncAsync("victim");
        var key = dataref[$"s3://{Cluster.Bucket}/".Length..];
        // A writer ships the bytes of a receipt under a name of its own choice.
        var forged = cluster.Objects.Get(key)!.Body.ToArray();
        var theirs = key.Replace("_longshore", "upload", StringComparison.Ordinal);
        var full = Path.Combine(cluster.Volume, theirs);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        await File.WriteAllBytesAsync(full, forged, TestContext.Current.CancellationToken);
        await cluster.SyncAsync(theirs);

        Assert.Equal(HttpStatusCode.BadRequest, (await cluster.CleanAsync((data, $"s3://{Cluster.Bucket}/{theirs}"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await cluster.CleanAsync((data, $"s3://elsewhere/{key}"))).Status);
        Assert.True(cluster.OnVolume("victim"));
    }

    [Fact]
    public async Task Cleanup_TwiceAtOnce_DeletesOnceAndCountsOnce()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        string[] paths = [.. Enumerable.Range(0, 40).Select(number => $"f{number}")];
        foreach (var path in paths)
            cluster.Write(path);
        var synced = await cluster.SyncAsync(paths);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => cluster.CleanAsync(synced)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Empty(cluster.Left());
        var outcomes = cluster.State("cleanups").Select(cluster.Document).ToArray();
        Assert.Equal(40, outcomes.Sum(outcome => outcome.GetProperty("deleted").GetInt32()));
        // One that looks while another renames may see the rename's ctime and keep what is about to go.
        Assert.All(outcomes, outcome =>
            Assert.Equal(40, outcome.GetProperty("deleted").GetInt32() + outcome.GetProperty("gone").GetInt32()
            + outcome.GetProperty("kept").EnumerateObject().Count(kept => kept.Value.GetString() == "changed")));
    }

    [Fact]
    public async Task Cleanup_SameEventTwentyTimes_ListsItsOutcomesAndTriesNoNumberTwice()
    {
        const int Times = 20;
        await using var cluster = await Cluster.StartAsync(Scenes.Calm with
        {
            Settings = new Dictionary<string, string?> { ["Cleanup:KeepFor"] = "P30D" },
        });
        cluster.Write("a");
        var synced = await cluster.SyncAsync("a");
        var before = cluster.S3.Counters.Of("PutObject", "PreconditionFailed");

        for (var i = 0; i < Times; i++)
            Assert.Equal(1, Scenes.Kept((await cluster.CleanAsync(synced)).Body, "keep-for"));

        Assert.Equal(Times, cluster.State("cleanups").Length);
        // This process has not probed the store: it looks at each key before it writes, so that none is refused.
        Assert.Equal(0, cluster.S3.Counters.Of("PutObject", "PreconditionFailed") - before);
        Assert.True(cluster.OnVolume("a"));
    }

    [Fact]
    public async Task Scan_FileUnderAHiddenName_IsPutBackOnceItsProcessIsDead()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("f/.longshore-trash-0123abcd-a");
        await cluster.ScanAsync();
        Assert.True(cluster.OnVolume("f/.longshore-trash-0123abcd-a"));
        cluster.Time.Ahead = TimeSpan.FromHours(1);

        await cluster.ScanAsync();

        Assert.Single(cluster.Events("dev.longshore.trash.found"));
        Assert.Equal(["f/a"], cluster.Left());
        Assert.Empty(cluster.Shipped());
    }

    [Fact]
    public async Task Cleanup_DryRun_DeletesNothingAndSaysSo()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm with
        {
            Settings =
                new Dictionary<string, string?> { ["Cleanup:DryRun"] = "true", ["Cleanup:RemoveEmptyDirectories"] = "true" },
        });
        cluster.Write("folder/a");
        Directory.CreateDirectory(Path.Combine(cluster.Volume, ".longshore/trash/batch/process/slot"));
        var synced = await cluster.SyncAsync("folder/a");
        cluster.Time.Ahead = TimeSpan.FromHours(1);

        Assert.Equal(HttpStatusCode.OK, (await cluster.CleanAsync(synced)).Status);

        var outcome = cluster.Document(Assert.Single(cluster.State("cleanups")));
        Assert.Equal((true, 1), (outcome.GetProperty("dryRun").GetBoolean(), outcome.GetProperty("deleted").GetInt32()));
        Assert.True(cluster.OnVolume("folder/a"));
        Assert.True(Directory.Exists(Path.Combine(cluster.Volume, ".longshore/trash/batch/process/slot")));
    }
}
