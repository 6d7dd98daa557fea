using System.Net;
using Longshore.FaultTests.Stage;
using Longshore.Sandbox.S3.Faults;
using Longshore.Stage;

namespace Longshore.FaultTests.Named;

/// <summary>Multipart uploads that were left: aborted once no file can complete them, else continued.</summary>
public sealed class AbandonedUploadTests
{
    private const int Parts = 3;

    /// <summary>Time enough to send the parts on a busy machine, and yet over within an hour, twice.</summary>
    private static StageOptions Patient { get; } = Scenes.Calm with
    {
        Speed = 30,
        Settings = new Dictionary<string, string?> { ["Host:Deadline"] = "PT9M" },
    };

    [Fact]
    public async Task Sync_FileOfALeftUploadIsGone_AbortsIt()
    {
        await using var cluster = await LeaveAsync();
        File.Delete(Path.Combine(cluster.Volume, "large"));

        await ShipAnotherAsync(cluster, TimeSpan.FromHours(1));

        Assert.Empty(cluster.Objects.Uploads);
        Assert.Empty(cluster.State("uploads"));
    }

    [Fact]
    public async Task Sync_FileOfALeftUploadIsWrittenAgain_AbortsIt()
    {
        await using var cluster = await LeaveAsync();
        cluster.Write("large", 10);

        await ShipAnotherAsync(cluster, TimeSpan.FromHours(1));

        Assert.Empty(cluster.Objects.Uploads);
        Assert.Empty(cluster.State("uploads"));
    }

    [Fact]
    public async Task Sync_FileOfALeftUploadStands_ContinuesIt()
    {
        await using var cluster = await LeaveAsync();

        await ShipAnotherAsync(cluster, TimeSpan.FromHours(1));
        Assert.Single(cluster.Objects.Uploads);
        await cluster.SyncAsync("large");

        Assert.Contains("large", cluster.Shipped());
        // Two processes were at it.
        Assert.Equal(Parts + (2 * Scenes.PartsOfProbe), cluster.S3.Counters.Of("UploadPart", ""));
        Assert.Empty(cluster.Objects.Uploads);
    }

    [Fact]
    public async Task Sync_LeftUploadIsYoung_IsLeftToItsProcess()
    {
        await using var cluster = await LeaveAsync();
        File.Delete(Path.Combine(cluster.Volume, "large"));

        await ShipAnotherAsync(cluster, TimeSpan.FromMinutes(2));

        Assert.Single(cluster.Objects.Uploads);
        Assert.Single(cluster.State("uploads"));
    }

    [Fact]
    public async Task Sync_UploadsCannotBeLookedFor_ShipsAllTheSame()
    {
        await using var cluster = await LeaveAsync();
        File.Delete(Path.Combine(cluster.Volume, "large"));
        using var fault = cluster.S3.Faults.Add(
            new Fault { Kind = FaultKind.InternalError, Operation = "GetObject", KeyPrefix = "_longshore/uploads/" });

        await ShipAnotherAsync(cluster, TimeSpan.FromHours(1));

        Assert.Contains("other", cluster.Shipped());
        Assert.Single(cluster.Objects.Uploads);
    }

    [Fact]
    public async Task Sync_SecondBatchOfAProcess_LooksForNoUploads()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        long[] lists = [0, 0, 0];
        for (var i = 0; i < lists.Length; i++)
        {
            cluster.Write($"f{i}");
            await Task.Delay(StageOptions.LeftAlone, TestContext.Current.CancellationToken);
            var before = cluster.S3.Counters.Of("ListObjectsV2");
            await cluster.SyncAsync($"f{i}");
            lists[i] = cluster.S3.Counters.Of("ListObjectsV2") - before;
        }

        // The first lists the notes and its probe.
        Assert.Equal((lists[1] + 2, lists[1]), (lists[0], lists[2]));
    }

    /// <summary>
    /// A cluster in which the upload of <c>large</c> has all its parts, and the process that sent them is gone.
    /// </summary>
    private static async Task<Cluster> LeaveAsync()
    {
        var cluster = await Cluster.StartAsync(Patient);
        cluster.Write("large", Parts * StageOptions.PartBytes);
        using (cluster.S3.Faults.Add(
            new Fault { Kind = FaultKind.InternalError, Operation = "CompleteMultipartUpload", KeyPrefix = "large" }))
        {
            using var response = await cluster.SendAsync("sync", Scenes.Ready, Scenes.ReadyData("large"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        }

        Assert.Single(cluster.Objects.Uploads);
        return cluster;
    }

    private static async Task ShipAnotherAsync(Cluster cluster, TimeSpan later)
    {
        cluster.Time.Ahead = later;
        cluster.Write("other");
        await cluster.StartFunctionAsync("sync");
        await cluster.SyncAsync("other");
    }
}
