using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Longshore.FaultTests.Stage;
using Longshore.Sandbox.S3.Faults;
using Longshore.Stage;

namespace Longshore.FaultTests.Named;

/// <summary>Two processes ship a large file under one key, and so have one note of an upload.</summary>
public sealed class SharedNoteTests
{
    private const int Parts = 3;
    private static readonly string Note = $"_longshore/uploads/{Convert.ToHexStringLower(SHA256.HashData("large"u8))}.json";

    /// <summary>If the other process dies, only its note tells of its upload.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sync_AnotherProcessHasNotedItsUploadSince_LeavesThatNote(bool isWritten)
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("large", Parts * StageOptions.PartBytes);
        using var slow = cluster.S3.Faults.Add(new Fault
        {
            Kind = FaultKind.Latency,
            Operation = isWritten ? "UploadPart" : "CompleteMultipartUpload",
            KeyPrefix = "large",
            Delay = TimeSpan.FromSeconds(1),
        });

        var synced = cluster.SyncAsync("large");
        await Scenes.UntilAsync(() => cluster.State("uploads").Length > 0);
        Change(cluster, "uploadId", "of-another-process");
        if (isWritten)
            cluster.Write("large", 10);
        await synced;

        Assert.Equal(isWritten, cluster.Objects.Get("large") is null);
        Assert.Equal("of-another-process", cluster.Document(Note).GetProperty("uploadId").GetString());
    }

    /// <summary>If each volume aborted the other's upload, neither would come to its end.</summary>
    [Theory]
    [InlineData("another/volume", 0, 1)]
    [InlineData("another/volume", 60, 0)]
    [InlineData(null, 0, 0)]
    public async Task Sync_NoteIsOfAnotherFile_AbortsWhatNoProcessOfAnotherVolumeIsAtWorkOn(string? volume, int minutes, int left)
    {
        await using var cluster = await Cluster.StartAsync(Scenes.Calm);
        cluster.Write("large", Parts * StageOptions.PartBytes);
        using (cluster.S3.Faults.Add(
            new Fault { Kind = FaultKind.InternalError, Operation = "CompleteMultipartUpload", KeyPrefix = "large" }))
        {
            using var response = await cluster.SendAsync("sync", Scenes.Ready, Scenes.ReadyData("large"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        }

        Change(cluster, "inode", 1);
        if (volume is not null)
            Change(cluster, "volume", volume);
        cluster.MoveOn(Scenes.Calm.Ahead + TimeSpan.FromMinutes(minutes));
        await cluster.SyncAsync("large");

        Assert.Contains("large", cluster.Shipped());
        Assert.Equal((left, left), (cluster.Objects.Uploads.Count, cluster.State("uploads").Length));
    }

    private static void Change(Cluster cluster, string field, JsonNode value)
    {
        var note = JsonNode.Parse(cluster.Bytes(Note))!.AsObject();
        note[field] = value;
        cluster.Forge(Note, Encoding.UTF8.GetBytes(note.ToJsonString()), at: cluster.Objects.Get(Note)!.LastModified);
    }
}
