using System.Globalization;
using System.Net;
using Longshore.Stage;

namespace Longshore.IntegrationTests.Flow;

/// <summary>From the ping to the last deletion, over HTTP, for healthy input.</summary>
public class MainJobTests
{
    [Fact]
    public async Task Ping_ReadyFiles_ShipsThemAndDeletesThem()
    {
        await using var cluster = await Cluster.StartAsync(
            StageOptions.HourAhead with { Settings = new Dictionary<string, string?> { ["Schedule:BatchFiles"] = "10" } });
        var written = Enumerable.Range(0, 25).ToDictionary(
            i => string.Create(CultureInfo.InvariantCulture, $"2026-11-22T10/cam-{i:D3}.jpg"), i =>
                cluster.Write($"2026-11-22T10/cam-{i:D3}.jpg", 1000 + i));

        var answer = await cluster.PublishAsync("dev.knative.sources.ping", "{}");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Empty(cluster.Left());
        Assert.Equal(written.Keys.Order(StringComparer.Ordinal), cluster.Shipped());
        Assert.All(written, file => Assert.Equal(file.Value, cluster.Bytes(file.Key)));
        Assert.Equal(3, cluster.Payloads("dev.longshore.batch.ready").Count);
        Assert.Equal(25, cluster.Payloads("dev.longshore.batch.synced").Sum(synced => synced.GetProperty("uploaded").GetInt32()));
        Assert.Equal(
            25, cluster.Payloads("dev.longshore.batch.cleaned").Sum(cleaned => cleaned.GetProperty("deleted").GetInt32()));
        Assert.Equal(3, Assert.Single(cluster.Payloads("dev.longshore.scan.completed")).GetProperty("batches").GetInt32());
        Assert.Equal(3, cluster.State("receipts").Length);
        Assert.Equal(3, cluster.State("cleanups").Length);
        Assert.Single(cluster.State("scans"));
        Assert.Empty(cluster.State("deadletters"));
    }

    [Fact]
    public async Task Scan_PrefixAndFilters_ShipsOnlyThose()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        string[] names = ["a/1.jpg", "a/2.raw", "a/3.tmp", "a/.hidden", "b/1.jpg"];
        foreach (var name in names)
            cluster.Write(name);

        await cluster.ScanAsync("""{"prefix":"a/","exclude":["*.raw"]}""");

        Assert.Equal(["a/1.jpg"], cluster.Shipped());
        Assert.Equal(["a/.hidden", "a/2.raw", "a/3.tmp", "b/1.jpg"], cluster.Left());
        Assert.Equal(3, Assert.Single(cluster.Payloads("dev.longshore.scan.completed")).GetProperty("ignored").GetInt64());
    }

    [Fact]
    public async Task Scan_DryRun_ReportsAndShipsNothing()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        cluster.Write("a.jpg");

        await cluster.ScanAsync("""{"dryRun":true}""");

        Assert.Equal(["a.jpg"], cluster.Left());
        Assert.Empty(cluster.Shipped());
        Assert.Equal(1, Assert.Single(cluster.Payloads("dev.longshore.scan.completed")).GetProperty("files").GetInt64());
    }

    [Fact]
    public async Task Scan_YoungFile_DefersIt()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead with { Ahead = TimeSpan.Zero });
        cluster.Write("a.jpg");

        await cluster.ScanAsync("""{"minAge":"PT1H"}""");

        Assert.Equal(["a.jpg"], cluster.Left());
        Assert.Equal(1, Assert.Single(cluster.Payloads("dev.longshore.scan.completed")).GetProperty("deferred").GetInt64());
    }

    [Fact]
    public async Task BatchReady_FromAWriter_ShipsExplicitFiles()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        cluster.Write("a.jpg");
        cluster.Write("b.jpg");

        await cluster.PublishAsync("dev.longshore.batch.ready",
            """{"batch":"mine","minAge":"PT2S","files":[{"path":"a.jpg","size":100}]}""");

        Assert.Equal(["a.jpg"], cluster.Shipped());
        Assert.Equal(["b.jpg"], cluster.Left());
    }

    [Fact]
    public async Task LargeFile_GoesInParts_AndIsDeleted()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        var content = cluster.Write("movie.bin", 20 << 20);

        await cluster.ScanAsync();

        Assert.Empty(cluster.Left());
        Assert.Equal(content, cluster.Bytes("movie.bin"));
        var receipt = cluster.Document(Assert.Single(cluster.State("receipts")));
        Assert.EndsWith("-3", receipt.GetProperty("files")[0].GetProperty("checksum").GetString(), StringComparison.Ordinal);
        Assert.Empty(cluster.State("uploads"));
        Assert.Empty(cluster.Objects.Uploads);
    }

    [Fact]
    public async Task Objects_CarryTimesModeAndChecksum()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        cluster.Write("a.jpg");

        await cluster.ScanAsync();

        var stored = cluster.Objects.Get("a.jpg")!;
        var metadata = stored.Headers.Metadata.ToDictionary();
        Assert.Equal("100644", metadata["mode"]);
        Assert.InRange(double.Parse(metadata["mtime"], CultureInfo.InvariantCulture), 1.7e9, 2.5e9);
        Assert.NotNull(stored.Checksum);
    }

    [Fact]
    public async Task SameEventTenTimes_HasTheEffectOfOne()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        cluster.Write("a.jpg");
        const string Data = """{"files":[{"path":"a.jpg"}],"minAge":"PT2S"}""";

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => cluster.PublishAsync("dev.longshore.batch.ready", Data, "same")));
        await cluster.PublishAsync("dev.longshore.batch.ready", Data, "same");

        Assert.Equal(["a.jpg"], cluster.Shipped());
        Assert.Empty(cluster.Left());
        Assert.Empty(cluster.S3.Store.Journal.Overwrites);
        Assert.Empty(cluster.State("deadletters"));
        Assert.Equal(1, cluster.S3.Store.Journal.Entries.Count(entry => entry.Key == "a.jpg"));
    }

    [Fact]
    public async Task SecondRun_OfShippedFilesThatWereKept_FindsThemPresent()
    {
        await using var cluster =
            await Cluster.StartAsync(
                StageOptions.HourAhead with { Settings = new Dictionary<string, string?> { ["Cleanup:KeepFor"] = "P30D" } });
        cluster.Write("a.jpg");
        await cluster.ScanAsync();
        Assert.Equal(["a.jpg"], cluster.Left());

        await cluster.StartFunctionAsync("cleanup", ("Cleanup:KeepFor", "PT0S"));
        await cluster.ScanAsync();

        Assert.Empty(cluster.Left());
        Assert.Single(cluster.S3.Store.Journal.Entries, entry => entry.Key == "a.jpg");
    }

    [Fact]
    public async Task KeyTemplate_Dates_PutsFilesUnderTheirDay()
    {
        await using var cluster = await Cluster.StartAsync(
            StageOptions.HourAhead with { Settings = new Dictionary<string, string?> { ["S3:KeyTemplate"] = "{yyyy}/{path}" } });
        cluster.Write("a.jpg");
        File.SetLastWriteTimeUtc(Path.Combine(cluster.Volume, "a.jpg"), new DateTime(2020, 5, 6, 7, 8, 9, DateTimeKind.Utc));

        await cluster.ScanAsync();

        Assert.Equal(["2020/a.jpg"], cluster.Shipped());
        Assert.Empty(cluster.Left());
    }
}
