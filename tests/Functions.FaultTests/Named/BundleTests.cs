using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Longshore.Sandbox.S3.Faults;
using Longshore.Stage;

namespace Longshore.FaultTests.Named;

/// <summary>Small files in bundles: what is shipped, what a receipt says, and what cleanup proves.</summary>
public sealed partial class BundleTests
{
    private const string Folder = "bundles/";

    private static StageOptions Bundled { get; } = With();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Scan_SmallFiles_AreOneObjectThatTarAndSha256sumProve()
    {
        await using var cluster = await Cluster.StartAsync(Bundled);
        var written = Enumerable.Range(0, 20).ToDictionary(number => $"f{number % 3}/{number}", number =>
            cluster.Write($"f{number % 3}/{number}", number * 7));
        var large = cluster.Write("large", 3000);

        (await cluster.ScanAsync()).Dispose();

        Assert.Empty(cluster.Left());
        var bundle = Assert.Single(cluster.Shipped(), key => key != "large");
        Assert.Matches(@"\Abundles/[0-9]{4}/[0-9]{2}/[0-9]{2}/[0-9a-f]{32}-[0-9a-f]{16}\.tar\z", bundle);
        Assert.Equal(large, cluster.Bytes("large"));
        foreach (var (path, content) in written)
            Assert.Equal(content, Extracted(cluster, path));
        AssertProvenByTools(cluster.Bytes(bundle));
    }

    [Fact]
    public async Task Sync_MoreThanABundleHolds_MakesSeveralInTheOrderOfPaths()
    {
        await using var cluster = await Cluster.StartAsync(Bundled);
        var paths = Enumerable.Range(0, 50).Select(number => $"{number:D3}").ToArray();
        var written = paths.ToDictionary(path => path, path => cluster.Write(path, 2000));

        await cluster.SyncAsync(paths);

        Assert.InRange(cluster.Shipped().Length, 2, 4);
        var files = Receipt(cluster).GetProperty("files").EnumerateArray().ToArray();
        var changes = files.Zip(files.Skip(1)).Count(pair =>
            pair.First.GetProperty("key").GetString() != pair.Second.GetProperty("key").GetString());
        Assert.Equal(cluster.Shipped().Length - 1, changes);
        Assert.All(cluster.Shipped(), key => Assert.InRange(cluster.Bytes(key).Length, 1, 65536));
        Assert.All(written, file => Assert.Equal(file.Value, Extracted(cluster, file.Key)));
    }

    /// <summary>The receipt is lost, so the second attempt knows of no bundle, and then one file is another.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sync_BatchIsTriedAgain_TakesWhatTheBundleHolds(bool changes)
    {
        await using var cluster = await Cluster.StartAsync(Bundled);
        foreach (var path in new[] { "a", "b", "c" })
            cluster.Write(path);
        await cluster.SyncAsync("a", "b", "c");
        var first = Assert.Single(cluster.Shipped());
        Forget(cluster, "receipts");
        if (changes)
        {
            cluster.Write("b");
            await Task.Delay(StageOptions.LeftAlone, Cancel);
        }

        await cluster.SyncAsync("a", "b", "c");

        Assert.Equal(changes ? 2 : 1, cluster.Shipped().Length);
        var receipt = Receipt(cluster);
        Assert.Equal(changes ? 2 : 3, receipt.GetProperty("counts").GetProperty("present").GetInt32());
        Assert.Equal(first, Entry(receipt, "a").GetProperty("key").GetString());
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(cluster.Volume, "b"), Cancel), Extracted(cluster, "b"));
    }

    [Theory]
    [InlineData(nameof(FaultKind.Archived))]
    [InlineData(nameof(FaultKind.InternalError))]
    [InlineData(nameof(FaultKind.CorruptBody))]
    public async Task Sync_EarlierBundleCannotBeRead_PutsItsFilesAgain(string kind)
    {
        await using var cluster = await Cluster.StartAsync(Bundled);
        cluster.Write("a");
        cluster.Write("b");
        await cluster.SyncAsync("a", "b");
        Forget(cluster, "receipts");
        cluster.Write("b");
        await Task.Delay(StageOptions.LeftAlone, Cancel);
        using var fault = cluster.S3.Faults.Add(
            new Fault { Kind = Enum.Parse<FaultKind>(kind), Operation = "GetObject", KeyPrefix = Folder });

        await cluster.SyncAsync("a", "b");

        Assert.Equal(2, Receipt(cluster).GetProperty("counts").GetProperty("uploaded").GetInt32());
    }

    [Theory]
    [InlineData(nameof(FaultKind.LostResponse), "present")]
    [InlineData(nameof(FaultKind.InternalError), "uploaded")]
    [InlineData(nameof(FaultKind.CutRequest), "uploaded")]
    [InlineData(nameof(FaultKind.WrongChecksum), "present")]
    public async Task Sync_PutOfTheBundleFailsOnce_ShipsAll(string kind, string outcome)
    {
        await using var cluster = await Cluster.StartAsync(Bundled);
        cluster.Write("a");
        cluster.Write("b");
        using var fault = cluster.S3.Faults.Add(
            new Fault { Kind = Enum.Parse<FaultKind>(kind), Operation = "PutObject", KeyPrefix = Folder, Count = 1 });

        var synced = await cluster.SyncAsync("a", "b");

        Assert.Single(cluster.Shipped());
        Assert.Equal(2, Receipt(cluster).GetProperty("counts").GetProperty(outcome).GetInt32());
        await AssertDeletesAsync(cluster, synced, 2);
    }

    [Fact]
    public async Task Sync_StoreRefusesTheBundle_FailsItsFilesAndShipsOthers()
    {
        await using var cluster = await Cluster.StartAsync(Bundled);
        cluster.Write("a");
        cluster.Write("large", 3000);
        using var fault = cluster.S3.Faults.Add(
            new Fault { Kind = FaultKind.AccessDenied, Operation = "PutObject", KeyPrefix = Folder });

        await cluster.SyncAsync("a", "large");

        Assert.Equal(["large"], cluster.Shipped());
        var reason = Entry(Receipt(cluster), "a").GetProperty("reason").GetString();
        Assert.StartsWith("store-refused", reason, StringComparison.Ordinal);
    }

    /// <summary>The same files give the same key each time, so that they would never be shipped.</summary>
    [Fact]
    public async Task Sync_KeyOfTheBundleHoldsOtherBytes_PutsEachFileByItself()
    {
        await using var cluster = await Cluster.StartAsync(Bundled);
        var content = cluster.Write("a");
        await cluster.SyncAsync("a");
        var key = Assert.Single(cluster.Shipped());
        Forget(cluster, "receipts");
        var other = new byte[cluster.Bytes(key).Length];
        cluster.Forge(key, other);

        var synced = await cluster.SyncAsync("a");

        Assert.Equal(content, cluster.Bytes("a"));
        Assert.Equal(other, cluster.Bytes(key));
        await AssertDeletesAsync(cluster, synced, 1);
    }

    /// <summary>More bundles than slots and than memory for them, in several batches of one process.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Sync_FewSlotsAndManyBundles_ShipsAll(int concurrency)
    {
        await using var cluster = await Cluster.StartAsync(With(("Sync:Concurrency", $"{concurrency}")));
        var batches = Enumerable.Range(0, 4).Select(batch =>
            Enumerable.Range(0, 60).Select(number => $"{batch}/{number:D3}").ToArray()).ToArray();
        foreach (var path in batches.SelectMany(paths => paths).Append("large"))
            cluster.Write(path, path == "large" ? 3000 : 2400);

        await Task.WhenAll(batches.Append(["large"]).Select(paths => cluster.SyncAsync(paths)));

        Assert.Equal(241, cluster.State("receipts").Sum(key =>
            cluster.Document(key).GetProperty("counts").GetProperty("uploaded").GetInt32()));
    }

    /// <summary>Somebody has put a tar there whose records no reader of tars takes.</summary>
    [Theory]
    [InlineData("20 uid=not-a-number\n")]
    [InlineData("20 mtime=1e28000000\n")]
    [InlineData("99999999999999999999")]
    public async Task Sync_TarUnderABundlesKeyIsOdd_ShipsAll(string record)
    {
        await using var cluster = await Cluster.StartAsync(Bundled);
        cluster.Write("a");
        await cluster.SyncAsync("a");
        var key = Assert.Single(cluster.Shipped());
        Forget(cluster, "receipts");
        var odd = cluster.Bytes(key);
        odd.AsSpan(512, 512).Clear();
        Encoding.ASCII.GetBytes(record).CopyTo(odd, 512);
        Remove(cluster, key);
        cluster.Forge($"{key[..^20]}{Scenes.Sha256Of(odd)[..16]}.tar", odd);

        var synced = await cluster.SyncAsync("a");

        Assert.Equal(1, Receipt(cluster).GetProperty("counts").GetProperty("uploaded").GetInt32());
        await AssertDeletesAsync(cluster, synced, 1);
    }

    [Fact]
    public async Task Sync_ReservedNameAndOddBeginnings_AreObjectsOfTheirOwn()
    {
        await using var cluster = await Cluster.StartAsync(Bundled);
        string[] own = ["manifest-sha256.txt", "c:x", @"\back"];
        foreach (var path in own.Append("a"))
            cluster.Write(path);

        (await cluster.ScanAsync()).Dispose();

        Assert.Equal(own.Order(StringComparer.Ordinal), cluster.Shipped()
            .Where(key => !key.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Empty(cluster.Left());
    }

    [Fact]
    public async Task Sync_ByFolder_EachBundleHoldsOneFolderAndNamesIt()
    {
        await using var cluster = await Cluster.StartAsync(With(("S3:BundleTemplate", "b/{folder}/{yyyy}/{batch}-{sha256}.tar")));
        string[] paths = ["root", "x/1", "x/deep/2", "y/3"];
        var written = paths.ToDictionary(path => path, path => cluster.Write(path));

        (await cluster.ScanAsync()).Dispose();

        Assert.Equal(["-", "x", "y"], cluster.Shipped().Select(key => key.Split('/')[1]).Order(StringComparer.Ordinal));
        Assert.All(written, file => Assert.Equal(file.Value, Extracted(cluster, file.Key)));
        Assert.Empty(cluster.Left());
    }

    private static StageOptions With(params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string?> { ["Sync:BundleUpTo"] = "2500", ["Sync:BundleBytes"] = "65536" };
        foreach (var (name, value) in more)
            settings[name] = value;
        return Scenes.Calm with { Settings = settings };
    }

    private static JsonElement Data(string body) => Json.Of(Encoding.UTF8.GetBytes(body));

    private static JsonElement Receipt(Cluster cluster) => cluster.Document(cluster.State("receipts")[^1]);

    private static JsonElement Entry(JsonElement receipt, string path) =>
        receipt.GetProperty("files").EnumerateArray().Single(file => file.GetProperty("path").GetString() == path);

    /// <summary>The bytes that the latest receipt names for a file.</summary>
    private static byte[] Extracted(Cluster cluster, string path)
    {
        var entry = cluster.State("receipts").Select(key => cluster.Document(key))
            .SelectMany(receipt => receipt.GetProperty("files").EnumerateArray())
            .Last(file => file.GetProperty("path").GetString() == path);
        return cluster.Bytes(entry.GetProperty("key").GetString()!)
            .AsSpan(entry.GetProperty("offset").GetInt32(), entry.GetProperty("length").GetInt32()).ToArray();
    }

    private static void Forget(Cluster cluster, string folder) =>
        Array.ForEach(cluster.State(folder), key => Remove(cluster, key));

    private static void Remove(Cluster cluster, string key) => cluster.Objects.Delete(key, null, DateTimeOffset.UnixEpoch);

    private static async Task AssertDeletesAsync(Cluster cluster, (string, string) synced, int count)
    {
        var (status, body) = await cluster.CleanAsync(synced);
        Assert.True(status == HttpStatusCode.OK, body);
        Assert.Equal(count, Data(body).GetProperty("deleted").GetInt32());
    }

    private static void AssertProvenByTools(byte[] bundle)
    {
        var folder = Directory.CreateTempSubdirectory("longshore-bundle-").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "bundle.tar"), bundle);
            using var tools = Process.Start(new ProcessStartInfo("sh")
            {
                WorkingDirectory = folder,
                ArgumentList = { "-c", "tar -xf bundle.tar && sha256sum --quiet --strict -c manifest-sha256.txt" },
                RedirectStandardError = true,
            })!;
            var said = tools.StandardError.ReadToEnd();
            tools.WaitForExit();
            Assert.True(tools.ExitCode == 0, said);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
