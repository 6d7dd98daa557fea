using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Longshore.Sandbox.Demo;
using Longshore.Sandbox.S3.Store;
using Longshore.Stage;

namespace Longshore.FaultTests.Named;

public sealed partial class CleanupTests
{
    /// <summary>Same key, size and ETag, other bytes: what a listing cannot tell.</summary>
    [Theory]
    [InlineData("a", true)]
    [InlineData("a", false)]
    [InlineData("large", true)]
    [InlineData("large", false)]
    public async Task Cleanup_ProofChecksum_KeepsWhatTheObjectDoesNotHold(string path, bool checksums)
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm with
        {
            Settings = new Dictionary<string, string?> { ["Cleanup:Proof"] = "Checksum" },
        });
        cluster.Write(path, path == "a" ? 100 : (2 * StageOptions.PartBytes) + 1);
        cluster.Write("b");
        var synced = await cluster.SyncAsync(path, "b");
        Replace(cluster, path, same: false, checksums);

        var (_, cleaned) = await cluster.CleanAsync(synced);

        Assert.True(cluster.OnVolume(path));
        // Where the SDK itself compares an ETag with the bytes, it refuses to read them: 503.
        if (checksums || path == "large")
        {
            Assert.Equal(1, Scenes.Kept(cleaned, "bytes-differ"));
            Assert.Equal([path], cluster.Left());
        }
    }

    /// <summary>A store that keeps no checksums says nothing of a multipart object's bytes: it is read.</summary>
    [Theory]
    [InlineData(true, "Listing")]
    [InlineData(false, "Listing")]
    [InlineData(true, "Checksum")]
    public async Task Cleanup_MultipartObjectWithoutChecksum_IsReadAndCompared(bool same, string proof)
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm with
        {
            Settings = new Dictionary<string, string?> { ["Cleanup:Proof"] = proof },
        });
        cluster.Write("large", (2 * StageOptions.PartBytes) + 1);
        var synced = await cluster.SyncAsync("large");
        Replace(cluster, "large", same, checksums: false);

        var (_, cleaned) = await cluster.CleanAsync(synced);

        Assert.Equal(same ? 0 : 1, Scenes.Kept(cleaned, "bytes-differ"));
        Assert.Equal(same ? [] : ["large"], cluster.Left());
    }

    [Theory]
    [InlineData("Listing", "WithoutLease")]
    [InlineData("Listing", "Always")]
    [InlineData("Checksum", "WithoutLease")]
    public async Task Cleanup_EverySetting_DeletesWhatTheObjectsHold(string proof, string reread)
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm with
        {
            Settings = new Dictionary<string, string?> { ["Cleanup:Proof"] = proof, ["Cleanup:Reread"] = reread },
        });
        cluster.Write("a");
        cluster.Write("empty", 0);
        cluster.Write("large", (2 * StageOptions.PartBytes) + 1);
        Assert.Equal(HttpStatusCode.OK, (await cluster.CleanAsync(await cluster.SyncAsync("a", "empty", "large"))).Status);
        Assert.Empty(cluster.Left());
    }

    /// <summary>Puts another object in the place of a shipped one, with its ETag and size.</summary>
    private static void Replace(Cluster cluster, string key, bool same, bool checksums)
    {
        var ours = cluster.Objects.Get(key)!;
        var bytes = ours.Body.ToArray();
        if (!same)
            bytes[0]++;
        cluster.Objects.Put(
            new StoredObject
            {
                Key = key,
                Body = new Body([bytes]),
                ETag = ours.ETag,
                Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)),
                LastModified = ours.LastModified,
                Headers = ours.Headers,
                Checksum = checksums ? ours.Checksum! with
                {
                    Value = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(bytes)),
                    Type = ChecksumType.FullObject,
                } : null,
            },
            _ => { });
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("no gzip")]
    [InlineData("endless")]
    [InlineData("truncated inside")]
    [InlineData("unbalanced")]
    [InlineData("path twice")]
    [InlineData("schema")]
    public async Task Cleanup_ReceiptCannotBeBelieved_IsRefusedWithItsKey_AndSyncStartsAnew(string what)
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("a");
        var synced = await cluster.SyncAsync("a");
        var key = Assert.Single(cluster.State("receipts"));
        var packed = cluster.Objects.Get(key)!.Body.ToArray();
        var whole = Encoding.UTF8.GetString(Gzip.Plain(key, packed));
        byte[] bad = what switch
        {
            "truncated" => packed[..50],
            "no gzip" => Encoding.UTF8.GetBytes(whole),
            "endless" => Gzip.Packed(key, new byte[64 << 20]),
            "truncated inside" => Gzip.Packed(key, Encoding.UTF8.GetBytes(whole[..50])),
            "unbalanced" => Gzip.Packed(key,
                Encoding.UTF8.GetBytes(whole.Replace("\"planned\":1", "\"planned\":2", StringComparison.Ordinal))),
            "path twice" => Gzip.Packed(key, Encoding.UTF8.GetBytes(Twice(whole))),
            _ => Gzip.Packed(key, Encoding.UTF8.GetBytes(
                whole.Replace("longshore.receipt/2", "longshore.receipt/9", StringComparison.Ordinal))),
        };
        Assert.NotEqual(packed, bad);
        cluster.Forge(key, bad);

        var (status, problem) = await cluster.CleanAsync(synced);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(key, problem, StringComparison.Ordinal);
        Assert.True(cluster.OnVolume("a"));

        Assert.Equal(HttpStatusCode.OK, (await cluster.CleanAsync(await cluster.SyncAsync("a"))).Status);
        Assert.Empty(cluster.Left());
    }

    private static string Twice(string receipt)
    {
        var root = JsonNode.Parse(receipt)!.AsObject();
        root["files"]!.AsArray().Add(root["files"]![0]!.DeepClone());
        root["counts"]!["planned"] = 2;
        root["counts"]!["uploaded"] = 2;
        root["counts"]!["bytesUploaded"] = 200;
        return root.ToJsonString();
    }
}
