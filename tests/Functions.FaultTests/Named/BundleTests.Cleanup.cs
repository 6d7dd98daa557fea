using System.Net;
using System.Text;
using System.Text.Json;
using Longshore.Sandbox.Demo;
using Longshore.Sandbox.S3.Faults;
using Longshore.Stage;

namespace Longshore.FaultTests.Named;

/// <content>What cleanup proves of a bundle.</content>
public sealed partial class BundleTests
{
    /// <summary>Receipts that one cleanup reads.</summary>
    private const int ReceiptGets = 1;

    [Theory]
    [InlineData("changed")]
    [InlineData("gone")]
    public async Task Cleanup_OneFileIsNotAsItWas_ReadsTheBundleBackAndDeletesTheOthers(string what)
    {
        await using var cluster = await Cluster.StartAsync(Bundled);
        foreach (var path in new[] { "a", "b", "c" })
            cluster.Write(path);
        var synced = await cluster.SyncAsync("a", "b", "c");
        File.Delete(Path.Combine(cluster.Volume, "b"));
        if (what == "changed")
            cluster.Write("b", 50);
        var reads = Gets(cluster);

        await AssertDeletesAsync(cluster, synced, 2);

        Assert.Equal(reads + ReceiptGets + 1, Gets(cluster));
        Assert.Equal(what == "changed", cluster.OnVolume("b"));
    }

    [Fact]
    public async Task Cleanup_AllAsShipped_ReadsNothingBack()
    {
        await using var cluster = await Cluster.StartAsync(Bundled);
        cluster.Write("a");
        cluster.Write("b", 0);
        var synced = await cluster.SyncAsync("a", "b");
        var reads = Gets(cluster);

        await AssertDeletesAsync(cluster, synced, 2);

        Assert.Equal(reads + ReceiptGets, Gets(cluster));
    }

    [Fact]
    public async Task Cleanup_SomebodyHasReplacedTheBundle_KeepsItsFiles()
    {
        await using var cluster = await Cluster.StartAsync(Bundled);
        cluster.Write("a");
        cluster.Write("b");
        var synced = await cluster.SyncAsync("a", "b");
        var key = Assert.Single(cluster.Shipped());
        var other = cluster.Bytes(key);
        other[600] ^= 1;
        cluster.Forge(key, other);

        var (_, body) = await cluster.CleanAsync(synced);

        Assert.Equal(2, Scenes.Kept(body, "object-differs"));
        Assert.Equal(["a", "b"], cluster.Left());
    }

    /// <summary>A store without checksums: only the bytes tell.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cleanup_StoreTellsNoChecksum_ReadsTheBundleBack(bool damaged)
    {
        await using var cluster = await Cluster.StartAsync(With(("S3:ReadBack", "true")));
        cluster.Write("a");
        cluster.Write("b");
        var synced = await cluster.SyncAsync("a", "b");
        var key = Assert.Single(cluster.Shipped());
        if (damaged)
        {
            var other = cluster.Bytes(key);
            other[(int)Entry(Receipt(cluster), "a").GetProperty("offset").GetInt64()] ^= 1;
            cluster.Forge(key, other, cluster.Objects.Get(key)!.ETag);
        }

        var (status, body) = await cluster.CleanAsync(synced);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(damaged ? 1 : 2, Data(body).GetProperty("deleted").GetInt32());
        Assert.Equal(damaged ? 1 : 0, Scenes.Kept(body, "bytes-differ"));
        Assert.Equal(damaged, cluster.OnVolume("a"));
    }

    [Fact]
    public async Task Cleanup_BundleCannotBeReadBack_KeepsItsFilesAndSaysWhy()
    {
        await using var cluster = await Cluster.StartAsync(Bundled);
        cluster.Write("a");
        cluster.Write("b");
        var synced = await cluster.SyncAsync("a", "b");
        File.Delete(Path.Combine(cluster.Volume, "b"));
        using var fault = cluster.S3.Faults.Add(
            new Fault { Kind = FaultKind.Archived, Operation = "GetObject", KeyPrefix = Folder });

        var (status, body) = await cluster.CleanAsync(synced);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(0, Data(body).GetProperty("deleted").GetInt32());
        Assert.True(cluster.OnVolume("a"));
        Assert.Contains("store-refused", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cleanup_BundleIsGone_KeepsItsFiles()
    {
        await using var cluster = await Cluster.StartAsync(Bundled);
        cluster.Write("a");
        cluster.Write("b");
        var synced = await cluster.SyncAsync("a", "b");
        Remove(cluster, Assert.Single(cluster.Shipped()));

        var (_, body) = await cluster.CleanAsync(synced);

        Assert.Equal(2, Scenes.Kept(body, "object-missing"));
        Assert.Equal(["a", "b"], cluster.Left());
    }

    /// <summary>A forged receipt may only name what S3 holds for this very file.</summary>
    [Theory]
    [InlineData("offset of the other", "bytes-differ")]
    [InlineData("key of another batch", "receipt-key-of-another-file")]
    public async Task Cleanup_ReceiptIsForged_KeepsTheFile(string what, string reason)
    {
        await using var cluster = await Cluster.StartAsync(Bundled);

        var synced = await SyncAndForgeAsync(cluster, (text, key, first, second) => what == "key of another batch"
            ? text.Replace(key, $"{Folder}{new string('0', 32)}-0123456789abcdef.tar", StringComparison.Ordinal)
            : text.Replace($"\"offset\":{first},", "\"offset\":-1,", StringComparison.Ordinal)
                .Replace($"\"offset\":{second},", $"\"offset\":{first},", StringComparison.Ordinal)
                .Replace("\"offset\":-1,", $"\"offset\":{second},", StringComparison.Ordinal));
        var (_, body) = await cluster.CleanAsync(synced);

        Assert.Equal(2, Scenes.Kept(body, reason));
        Assert.Equal(["a", "b"], cluster.Left());
    }

    /// <summary>Ranges that overlap, are not aligned, or lie outside of the bundle.</summary>
    [Theory]
    [InlineData("\"offset\":{1}", "\"offset\":{0}")]
    [InlineData("\"offset\":{0}", "\"offset\":1")]
    [InlineData("\"offset\":{0}", "\"offset\":1048576")]
    [InlineData("\"length\":100", "\"length\":99")]
    public async Task Cleanup_ReceiptHasAWrongRange_IsRefused(string from, string to)
    {
        await using var cluster = await Cluster.StartAsync(Bundled);

        var synced = await SyncAndForgeAsync(cluster, (text, _, first, second) =>
        {
            string Fill(string template) => template.Replace("{0}", $"{first}", StringComparison.Ordinal)
                .Replace("{1}", $"{second}", StringComparison.Ordinal);
            return text.Replace(Fill(from), Fill(to), StringComparison.Ordinal);
        });
        var (status, body) = await cluster.CleanAsync(synced);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("no bytes of its own in its bundle", body, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], cluster.Left());
    }

    /// <summary>Ships two files in one bundle and forges their receipt.</summary>
    /// <param name="forge">Gets the receipt, the bundle's key, and the offsets of both.</param>
    private static async Task<(string, string)> SyncAndForgeAsync(
        Cluster cluster, Func<string, string, long, long, string> forge)
    {
        cluster.Write("a");
        cluster.Write("b");
        var synced = await cluster.SyncAsync("a", "b");
        var key = Assert.Single(cluster.State("receipts"));
        var receipt = Receipt(cluster);
        var (first, second) = (Entry(receipt, "a"), Entry(receipt, "b"));
        var text = JsonSerializer.Serialize(receipt);
        var forged = forge(text, first.GetProperty("key").GetString()!, first.GetProperty("offset").GetInt64(),
            second.GetProperty("offset").GetInt64());
        Assert.NotEqual(text, forged);
        cluster.Forge(key, Gzip.Packed(key, Encoding.UTF8.GetBytes(forged)));
        return synced;
    }

    /// <summary>What stands before the batch's id in a key may be changed at any time.</summary>
    [Fact]
    public async Task Cleanup_TemplateIsAnotherThanAtTheSync_DeletesTheFiles()
    {
        await using var cluster = await Cluster.StartAsync(Bundled);
        cluster.Write("a");
        var synced = await cluster.SyncAsync("a");
        foreach (var function in new[] { "sync", "cleanup" })
        {
            await cluster.StopFunctionAsync(function);
            await cluster.StartFunctionAsync(function, ("S3:BundleTemplate", "other/{batch}-{sha256}.tar"));
        }

        await AssertDeletesAsync(cluster, synced, 1);
        await cluster.SyncAsync("a");

        Assert.Equal(1, Receipt(cluster).GetProperty("counts").GetProperty("uploaded").GetInt32());
        Assert.Single(cluster.State("receipts"));
    }

    private static long Gets(Cluster cluster) => cluster.S3.Counters.Of("GetObject");
}
