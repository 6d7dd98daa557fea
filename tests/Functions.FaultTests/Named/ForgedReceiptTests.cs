using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Longshore.Sandbox.Demo;
using Longshore.Stage;

namespace Longshore.FaultTests.Named;

/// <summary>
/// Promise 1 where somebody has stolen sync's role and writes receipts: <c>victim</c> is a file that S3 does not hold,
/// <c>other</c> an object of the same size, which it does hold. A receipt says that <c>victim</c> is in S3.
/// </summary>
public sealed partial class ForgedReceiptTests
{
    private const string Prefix = "volume/";

    /// <summary>Values of <c>Cleanup__Proof</c> under which nothing may be deleted.</summary>
    private static readonly string[] Proofs = ["Listing", "Checksum"];

    /// <summary>What is forged, and why the file is kept.</summary>
    private static readonly Dictionary<string, (string Reason, Action<Forgery> Forge)> Forgeries = new()
    {
        ["nothing"] = ("object-missing", static forgery => _ = forgery),
        ["another object's key"] = ("receipt-key-of-another-file", static forgery => forgery.Claim(Prefix + "other")),
        ["a key outside the prefix"] = ("receipt-key-of-another-file", static forgery => forgery.Put("victim")),
        ["a key in the state prefix"] = ("receipt-key-reserved", static forgery => forgery.Put("_longshore/receipts/victim")),
        ["a key that is simplified into the state prefix"] =
            ("receipt-key-reserved", static forgery => forgery.Put("/_longshore/./receipts/victim")),
        ["a key that is simplified to the right one"] =
            ("receipt-key-of-another-file", static forgery => forgery.Put("/volume//victim")),
        ["an empty key"] = ("receipt-key-of-another-file", static forgery => forgery.Victim["key"] = ""),
        ["a conflict name of other bytes"] =
            ("receipt-key-of-another-file", static forgery => forgery.Put(Prefix + "victim.0123456789abcdef")),
        ["a conflict name of another file"] =
            ("receipt-key-of-another-file", static forgery => forgery.Put(Prefix + "other.0123456789abcdef")),
        ["one key for two files"] = ("receipt-key-twice", static forgery => forgery.Share()),
        ["another volume"] =
            ("receipt-of-another-volume", static forgery => forgery.Restore().Receipt["volumeName"] = "longshore/another"),
        ["another bucket"] =
            ("receipt-of-another-destination", static forgery => forgery.Restore().Receipt["destination"]!["bucket"] = "other"),
        ["another prefix"] =
            ("receipt-of-another-destination", static forgery => forgery.Restore().Receipt["destination"]!["prefix"] = ""),
        ["another template"] = ("receipt-of-another-destination",
            static forgery => forgery.Restore().Receipt["destination"]!["template"] = "{yyyy}/{path}"),
        ["another ETag"] = ("object-differs", static forgery => forgery.Restore().Victim["eTag"] = new string('0', 32)),
        ["no ETag"] = ("object-differs", static forgery => forgery.Restore().Victim["eTag"] = ""),
        ["another time of the file"] =
            ("changed", static forgery => forgery.Restore().Victim["modified"] = "2026-01-01T00:00:00Z"),
    };

    public static TheoryData<string, string> All
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var proof in Proofs)
            {
                foreach (var name in Forgeries.Keys)
                    all.Add(proof, name);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Cleanup_ReceiptIsForged_KeepsTheFile_AndTheNextScanProvesIt(string proof, string what)
    {
        await using var cluster = await Cluster.StartAsync(Calm(proof));
        var content = cluster.Write("victim");
        cluster.Write("other");
        var synced = await cluster.SyncAsync("other", "victim");
        var forgery = new Forgery(cluster);
        cluster.Objects.Delete(Prefix + "victim", null, DateTimeOffset.UnixEpoch);
        var (reason, forge) = Forgeries[what];
        forge(forgery);
        forgery.Write();

        var (status, cleaned) = await cluster.CleanAsync(synced);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.InRange(Scenes.Kept(cleaned, reason), 1, 2);
        Assert.Equal(reason, cluster.Document(Assert.Single(cluster.State("cleanups"))).GetProperty("kept").GetProperty("victim")
            .GetString());
        Assert.True(cluster.OnVolume("victim"));
        Assert.Equal(HttpStatusCode.Accepted, (await cluster.ScanAsync()).StatusCode);
        Assert.Empty(cluster.Left());
        Assert.Equal(content, cluster.Objects.Get(Prefix + "victim")!.Body.ToArray());
    }

    /// <summary>
    /// A key that is the victim's conflict name for a checksum that somebody has chosen, and another shipped file's own.
    /// </summary>
    [Theory]
    [InlineData("Listing", false)]
    [InlineData("Listing", true)]
    [InlineData("Checksum", false)]
    public async Task Cleanup_ConflictNameIsAnotherFilesOwnKey_KeepsTheFileUntilItIsShipped(string proof, bool isComposite)
    {
        const string Another = "victim.0123456789abcdef";
        await using var cluster = await Cluster.StartAsync(Calm(proof));
        var content = cluster.Write("victim");
        cluster.Write(Another);
        var synced = await cluster.SyncAsync("victim", Another);
        var forgery = new Forgery(cluster);
        cluster.Objects.Delete(Prefix + "victim", null, DateTimeOffset.UnixEpoch);
        forgery.Claim(Prefix + Another);
        forgery.Victim["checksum"] = Convert.ToBase64String([.. Convert.FromHexString("0123456789abcdef"), .. new byte[24]])
            + (isComposite ? "-1" : "");
        if (isComposite)
            forgery.Victim["partBytes"] = 100;
        forgery.Drop(Another);
        forgery.Write();

        Assert.Equal(1, Scenes.Kept((await cluster.CleanAsync(synced)).Body, "bytes-differ"));
        Assert.True(cluster.OnVolume("victim"));

        await cluster.CleanAsync(await cluster.SyncAsync("victim", Another));
        Assert.Equal(content, cluster.Objects.Get(Prefix + "victim")!.Body.ToArray());
        Assert.Empty(cluster.Left());
    }

    /// <summary>An honest conflict name is proven as well, and the file goes.</summary>
    [Fact]
    public async Task Cleanup_FileIsUnderItsConflictName_IsReadAgainAndDeleted()
    {
        await using var cluster = await Cluster.StartAsync(Calm("Listing"));
        cluster.Write("victim");
        cluster.Forge(Prefix + "victim", new byte[100]);
        var synced = await cluster.SyncAsync("victim");

        var before = cluster.S3.Counters.Of("HeadObject", "");
        Assert.Equal(HttpStatusCode.OK, (await cluster.CleanAsync(synced)).Status);

        Assert.Empty(cluster.Left());
        Assert.Equal(1, cluster.S3.Counters.Of("HeadObject", "") - before);
    }

    /// <summary>
    /// The file's own checksum is claimed of an object of other bytes and the same size, with its true ETag. <c>Listing</c>
    /// believes that checksum: this is what remains, and <c>docs/security.md</c> says so.
    /// </summary>
    [Theory]
    [InlineData("Listing", false)]
    [InlineData("Checksum", true)]
    public async Task Cleanup_OwnKeyHoldsOtherBytesOfTheSameSize_IsKeptByChecksum(string proof, bool isKept)
    {
        await using var cluster = await Cluster.StartAsync(Calm(proof));
        cluster.Write("victim");
        var synced = await cluster.SyncAsync("victim");
        var forgery = new Forgery(cluster);
        forgery.Put(Prefix + "victim");
        forgery.Write();

        await cluster.CleanAsync(synced);

        Assert.Equal(isKept, cluster.OnVolume("victim"));
    }

    /// <summary>The ETag of a multipart upload says nothing of the bytes, and S3 tells no checksum: the object is read.</summary>
    [Theory]
    [InlineData("Listing", false)]
    [InlineData("Listing", true)]
    [InlineData("Checksum", false)]
    [InlineData("Checksum", true)]
    public async Task Cleanup_MultipartETagWithoutChecksum_DeletesOnlyWhereTheBytesAgree(string proof, bool agree)
    {
        await using var cluster = await Cluster.StartAsync(Calm(proof));
        var content = cluster.Write("victim");
        var synced = await cluster.SyncAsync("victim");
        var forgery = new Forgery(cluster);
        cluster.Forge(Prefix + "victim", agree ? content : new byte[content.Length], new string('a', 32) + "-2");
        forgery.Claim(Prefix + "victim");
        forgery.Write();

        await cluster.CleanAsync(synced);

        Assert.Equal(!agree, cluster.OnVolume("victim"));
    }

    /// <summary>Sync believes no more than cleanup: the same batch is gone through as if it were new.</summary>
    [Theory]
    [InlineData("another volume")]
    [InlineData("another prefix")]
    [InlineData("another object's key")]
    public async Task Sync_ReceiptIsForged_SettlesNothingByIt(string what)
    {
        await using var cluster = await Cluster.StartAsync(Calm("Listing"));
        var content = cluster.Write("victim");
        cluster.Write("other");
        await cluster.SyncAsync("other", "victim");
        var forgery = new Forgery(cluster);
        Forgeries[what].Forge(forgery);
        forgery.Write();
        cluster.Objects.Delete(Prefix + "victim", null, DateTimeOffset.UnixEpoch);

        var (_, dataref) = await cluster.SyncAsync("other", "victim");

        Assert.EndsWith("/2.json.gz", dataref, StringComparison.Ordinal);
        Assert.Equal(content, cluster.Objects.Get(Prefix + "victim")!.Body.ToArray());
    }

    private static StageOptions Calm(string proof) => Scenes.Calm with
    {
        Settings = proof == "Listing"
            ? new Dictionary<string, string?> { ["S3:Prefix"] = Prefix }
            : new Dictionary<string, string?> { ["S3:Prefix"] = Prefix, ["Cleanup:Proof"] = proof },
    };

    /// <summary>The one receipt, to be changed.</summary>
    private sealed class Forgery
    {
        private readonly Cluster _cluster;
        private readonly string _key;
        private readonly byte[] _victim;

        public Forgery(Cluster cluster)
        {
            _cluster = cluster;
            _key = Assert.Single(cluster.State("receipts"));
            Receipt = JsonNode.Parse(Gzip.Plain(_key, cluster.Objects.Get(_key)!.Body.ToArray()))!.AsObject();
            _victim = cluster.Objects.Get(Prefix + "victim")!.Body.ToArray();
        }

        public JsonObject Receipt { get; }

        public JsonObject Victim => Entry("victim");

        /// <summary>The object under a key is said to be the victim's.</summary>
        public void Claim(string key)
        {
            Victim["key"] = key;
            Victim["eTag"] = _cluster.Objects.Get(key)!.ETag;
        }

        /// <summary>Of a file nothing is said.</summary>
        public void Drop(string path)
        {
            Receipt["files"]!.AsArray().Remove(Entry(path));
            var counts = Receipt["counts"]!.AsObject();
            foreach (var count in new[] { "planned", "uploaded" })
                counts[count] = counts[count]!.GetValue<int>() - 1;
            counts["bytesUploaded"] = counts["bytesUploaded"]!.GetValue<long>() - _victim.Length;
        }

        /// <summary>An object of zeros is put under a key, and said to be the victim's.</summary>
        public void Put(string key)
        {
            _cluster.Forge(key, new byte[_victim.Length]);
            Claim(key);
        }

        /// <summary>A file whose name is the victim's conflict name is said to have the same object.</summary>
        public void Share()
        {
            var digits = Convert.ToHexStringLower(Convert.FromBase64String(Victim["checksum"]!.GetValue<string>()))[..16];
            Put($"{Prefix}victim.{digits}");
            var other = Entry("other");
            other["path"] = $"victim.{digits}";
            other["key"] = Victim["key"]!.GetValue<string>();
        }

        /// <summary>The victim's object is there after all: only the receipt is not ours.</summary>
        public Forgery Restore()
        {
            _cluster.Forge(Prefix + "victim", _victim);
            return this;
        }

        public void Write() => _cluster.Forge(_key, Gzip.Packed(_key, JsonSerializer.SerializeToUtf8Bytes(Receipt)));

        private JsonObject Entry(string path) => Receipt["files"]!.AsArray().Select(static entry => entry!.AsObject()).Single(
            entry => entry["path"]!.GetValue<string>() == path);
    }
}
