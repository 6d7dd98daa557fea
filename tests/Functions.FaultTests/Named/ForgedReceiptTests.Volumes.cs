using System.Net;
using System.Text.Json;
using Longshore.Stage;

namespace Longshore.FaultTests.Named;

public sealed partial class ForgedReceiptTests
{
    [Fact]
    public async Task Cleanup_ReceiptOfTheFirstSchema_KeepsTheFile_AndTheNextScanProvesIt()
    {
        await using var cluster = await Cluster.StartAsync(Calm("Listing"));
        cluster.Write("victim");
        var (data, dataref) = await cluster.SyncAsync("victim");
        var (plain, receipt) = (dataref[..^".gz".Length], new Forgery(cluster).Receipt);
        receipt["schema"] = "longshore.receipt/1";
        receipt["bucket"] = Cluster.Bucket;
        receipt["volume"] = cluster.Volume;
        receipt.Remove("volumeName");
        receipt.Remove("destination");
        cluster.Forge(plain[$"s3://{Cluster.Bucket}/".Length..], JsonSerializer.SerializeToUtf8Bytes(receipt));

        Assert.Equal(1, Scenes.Kept((await cluster.CleanAsync((data, plain))).Body, "receipt-schema"));

        Assert.True(cluster.OnVolume("victim"));
        await cluster.ScanAsync();
        Assert.Empty(cluster.Left());
    }

    /// <summary>
    /// Prefix or template were changed between sync and cleanup: nothing is lost, and the next scan ships to the new place.
    /// </summary>
    [Theory]
    [InlineData("S3:Prefix", "new/", "new/a")]
    [InlineData("S3:KeyTemplate", "copy-{path}", "volume/copy-a")]
    public async Task Cleanup_DestinationChangedSinceTheReceipt_KeepsTheFile_AndTheNextScanProvesIt(
        string setting, string value, string key)
    {
        await using var cluster = await Cluster.StartAsync(Calm("Listing"));
        var content = cluster.Write("a");
        var synced = await cluster.SyncAsync("a");
        foreach (var function in new[] { "schedule", "sync", "cleanup" })
            await cluster.StartFunctionAsync(function, (setting, value));

        Assert.Equal(1, Scenes.Kept((await cluster.CleanAsync(synced)).Body, "receipt-of-another-destination"));

        await cluster.ScanAsync();
        Assert.Empty(cluster.Left());
        Assert.Equal(content, cluster.Objects.Get(key)!.Body.ToArray());
    }

    /// <summary>
    /// Two volumes with the same names, sizes and times in one bucket, in which each has its own folder or the same one.
    /// </summary>
    [Fact]
    public async Task Volumes_TwoInOneBucket_NeitherSettleNorDeleteEachOthersFiles()
    {
        await using var cluster = await Cluster.StartAsync(Calm("Listing"));
        var content = cluster.Write("a");
        var synced = await cluster.SyncAsync("a");
        // The same directory, mounted as if it were another volume: only the name tells them apart.
        foreach (var function in new[] { "schedule", "sync", "cleanup" })
            await cluster.StartFunctionAsync(function, ("Volume:Name", "longshore/another"));

        Assert.Equal(1, Scenes.Kept((await cluster.CleanAsync(synced)).Body, "receipt-of-another-volume"));
        var theirs = await cluster.SyncAsync("a");

        Assert.NotEqual(synced.DataRef, theirs.DataRef);
        Assert.EndsWith("/1.json.gz", theirs.DataRef, StringComparison.Ordinal);
        Assert.Equal("present", cluster.Document(theirs.DataRef[$"s3://{Cluster.Bucket}/".Length..]).GetProperty("files")[0]
            .GetProperty("outcome").GetString());
        Assert.Equal(HttpStatusCode.OK, (await cluster.CleanAsync(theirs)).Status);
        Assert.Empty(cluster.Left());
        Assert.Equal(content, cluster.Objects.Get(Prefix + "a")!.Body.ToArray());
    }
}
