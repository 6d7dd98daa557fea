using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Longshore.FaultTests.Stage;
using Longshore.Sandbox.S3.Faults;
using Longshore.Sandbox.S3.Store;
using Longshore.Stage;

namespace Longshore.FaultTests.Named;

/// <summary>Promise 1 where somebody writes notes of multipart uploads, or sends parts to one of ours.</summary>
public sealed class ForgedNoteTests
{
    private const int Parts = 3;
    private const string Treasure = "treasure/only-copy";

    /// <summary>Parts of the right size and other bytes: a part is taken only if it holds the file's own.</summary>
    [Fact]
    public async Task Sync_PartsOfALeftUploadHoldOtherBytes_AreSentAgain()
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm with { Speed = 30 });
        var content = cluster.Write("large", Parts * StageOptions.PartBytes);
        using (cluster.S3.Faults.Add(
            new Fault { Kind = FaultKind.InternalError, Operation = "CompleteMultipartUpload", KeyPrefix = "large" }))
        {
            using var response = await cluster.SendAsync("sync", Scenes.Ready, Scenes.ReadyData("large"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        }

        var upload = Assert.Single(cluster.Objects.Uploads).Value;
        foreach (var part in upload.Parts().Skip(1))
        {
            var junk = RandomNumberGenerator.GetBytes((int)part.Body.Length);
            var body = new Body([junk]);
            upload.Put(new UploadedPart(part.Number, body, Digests.Md5(body), SHA256.HashData(junk), part.LastModified));
        }

        var before = cluster.S3.Counters.Of("UploadPart", "");
        await cluster.SyncAsync("large");

        Assert.Equal(content, cluster.Objects.Get("large")!.Body.ToArray());
        Assert.Equal(Parts - 1, cluster.S3.Counters.Of("UploadPart", "") - before);
        Assert.Empty(cluster.Objects.Uploads);
    }

    /// <summary>
    /// A DELETE with an empty <c>uploadId</c> deletes the object on some stores: such a note is dropped, and nothing is sent of
    /// it.
    /// </summary>
    [Theory]
    [InlineData("", Treasure)]
    [InlineData("", "large")]
    [InlineData(" ", "large")]
    [InlineData("forged", Treasure)]
    [InlineData("forged", "")]
    public async Task Sync_NoteIsNotOfThisKeysUpload_IsDroppedAndNothingIsSentOfIt(string uploadId, string key)
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        var content = cluster.Write("large", Parts * StageOptions.PartBytes);
        cluster.Forge(Treasure, [1, 2, 3]);
        var note = $"_longshore/uploads/{Convert.ToHexStringLower(SHA256.HashData("large"u8))}.json";
        cluster.Forge(note, Encoding.UTF8.GetBytes(new JsonObject
        {
            ["key"] = key,
            ["uploadId"] = uploadId,
            ["partBytes"] = 1,
            ["size"] = 1,
            ["modified"] = "2026-01-01T00:00:00Z",
            ["changed"] = "2026-01-01T00:00:00Z",
            ["inode"] = 1,
        }.ToJsonString()));

        // Whatever is sent of the note fails, and the batch with it.
        foreach (var operation in new[] { "AbortMultipartUpload", "DeleteObject", "ListParts" })
        {
            foreach (var prefix in new[] { "large", Treasure })
                cluster.S3.Faults.Add(new Fault { Kind = FaultKind.InternalError, Operation = operation, KeyPrefix = prefix });
        }

        await cluster.SyncAsync("large");

        Assert.Equal(content, cluster.Objects.Get("large")!.Body.ToArray());
        Assert.NotNull(cluster.Objects.Get(Treasure));
        Assert.Empty(cluster.State("uploads"));
    }
}
