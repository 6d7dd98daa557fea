using System.Globalization;
using System.Net;

namespace Longshore.IntegrationTests.Flow;

/// <summary>From the ping to the last deletion, over HTTP, for healthy input.</summary>
public class MainJobTests
{
    [Fact]
    public async Task Ping_ReadyFiles_ShipsThemAndDeletesThem()
    {
        await using var rig = await Rig.StartAsync(
            new RigOptions { Settings = new Dictionary<string, string?> { ["Schedule:BatchFiles"] = "10" } });
        var written = Enumerable.Range(0, 25).ToDictionary(
            i => string.Create(CultureInfo.InvariantCulture, $"2026-11-22T10/cam-{i:D3}.jpg"), i =>
                rig.Write($"2026-11-22T10/cam-{i:D3}.jpg", 1000 + i));

        var answer = await rig.PublishAsync("dev.knative.sources.ping", "{}");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Empty(rig.Left());
        Assert.Equal(written.Keys.Order(StringComparer.Ordinal), rig.Shipped());
        Assert.All(written, file => Assert.Equal(file.Value, rig.Bytes(file.Key)));
        Assert.Equal(3, rig.Events("dev.longshore.batch.ready").Count);
        Assert.Equal(25, rig.Events("dev.longshore.batch.synced").Sum(synced => synced.GetProperty("uploaded").GetInt32()));
        Assert.Equal(25, rig.Events("dev.longshore.batch.cleaned").Sum(cleaned => cleaned.GetProperty("deleted").GetInt32()));
        Assert.Equal(3, Assert.Single(rig.Events("dev.longshore.scan.completed")).GetProperty("batches").GetInt32());
        Assert.Equal(3, rig.State("receipts").Length);
        Assert.Equal(3, rig.State("cleanups").Length);
        Assert.Single(rig.State("scans"));
        Assert.Empty(rig.State("deadletters"));
    }

    [Fact]
    public async Task Scan_PrefixAndFilters_ShipsOnlyThose()
    {
        await using var rig = await Rig.StartAsync();
        string[] names = ["a/1.jpg", "a/2.raw", "a/3.tmp", "a/.hidden", "b/1.jpg"];
        foreach (var name in names)
            rig.Write(name);

        await rig.ScanAsync("""{"prefix":"a/","exclude":["*.raw"]}""");

        Assert.Equal(["a/1.jpg"], rig.Shipped());
        Assert.Equal(["a/.hidden", "a/2.raw", "a/3.tmp", "b/1.jpg"], rig.Left());
        Assert.Equal(3, Assert.Single(rig.Events("dev.longshore.scan.completed")).GetProperty("ignored").GetInt64());
    }

    [Fact]
    public async Task Scan_DryRun_ReportsAndShipsNothing()
    {
        await using var rig = await Rig.StartAsync();
        rig.Write("a.jpg");

        await rig.ScanAsync("""{"dryRun":true}""");

        Assert.Equal(["a.jpg"], rig.Left());
        Assert.Empty(rig.Shipped());
        Assert.Equal(1, Assert.Single(rig.Events("dev.longshore.scan.completed")).GetProperty("files").GetInt64());
    }

    [Fact]
    public async Task Scan_YoungFile_DefersIt()
    {
        await using var rig = await Rig.StartAsync(new RigOptions { Ahead = TimeSpan.Zero });
        rig.Write("a.jpg");

        await rig.ScanAsync("""{"minAge":"PT1H"}""");

        Assert.Equal(["a.jpg"], rig.Left());
        Assert.Equal(1, Assert.Single(rig.Events("dev.longshore.scan.completed")).GetProperty("deferred").GetInt64());
    }

    [Fact]
    public async Task BatchReady_FromAWriter_ShipsExplicitFiles()
    {
        await using var rig = await Rig.StartAsync();
        rig.Write("a.jpg");
        rig.Write("b.jpg");

        await rig.PublishAsync("dev.longshore.batch.ready",
            """{"batch":"mine","minAge":"PT2S","files":[{"path":"a.jpg","size":100}]}""");

        Assert.Equal(["a.jpg"], rig.Shipped());
        Assert.Equal(["b.jpg"], rig.Left());
    }

    [Fact]
    public async Task LargeFile_GoesInParts_AndIsDeleted()
    {
        await using var rig = await Rig.StartAsync();
        var content = rig.Write("movie.bin", 20 << 20);

        await rig.ScanAsync();

        Assert.Empty(rig.Left());
        Assert.Equal(content, rig.Bytes("movie.bin"));
        var receipt = rig.Json(Assert.Single(rig.State("receipts")));
        Assert.EndsWith("-3", receipt.GetProperty("files")[0].GetProperty("checksum").GetString(), StringComparison.Ordinal);
        Assert.Empty(rig.State("uploads"));
        Assert.Empty(rig.Objects.Uploads);
    }

    [Fact]
    public async Task Objects_CarryTimesModeAndChecksum()
    {
        await using var rig = await Rig.StartAsync();
        rig.Write("a.jpg");

        await rig.ScanAsync();

        var stored = rig.Objects.Get("a.jpg")!;
        var metadata = stored.Headers.Metadata.ToDictionary();
        Assert.Equal("100644", metadata["mode"]);
        Assert.InRange(double.Parse(metadata["mtime"], CultureInfo.InvariantCulture), 1.7e9, 2.5e9);
        Assert.NotNull(stored.Checksum);
    }

    [Fact]
    public async Task SameEventTenTimes_HasTheEffectOfOne()
    {
        await using var rig = await Rig.StartAsync();
        rig.Write("a.jpg");
        const string Data = """{"files":[{"path":"a.jpg"}],"minAge":"PT2S"}""";

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => rig.PublishAsync("dev.longshore.batch.ready", Data, "same")));
        await rig.PublishAsync("dev.longshore.batch.ready", Data, "same");

        Assert.Equal(["a.jpg"], rig.Shipped());
        Assert.Empty(rig.Left());
        Assert.Empty(rig.S3.Store.Journal.Overwrites);
        Assert.Empty(rig.State("deadletters"));
        Assert.Equal(1, rig.S3.Store.Journal.Entries.Count(entry => entry.Key == "a.jpg"));
    }

    [Fact]
    public async Task SecondRun_OfShippedFilesThatWereKept_FindsThemPresent()
    {
        await using var rig =
            await Rig.StartAsync(new RigOptions { Settings = new Dictionary<string, string?> { ["Cleanup:KeepFor"] = "P30D" } });
        rig.Write("a.jpg");
        await rig.ScanAsync();
        Assert.Equal(["a.jpg"], rig.Left());

        await rig.StartFunctionAsync("cleanup", ("Cleanup:KeepFor", "PT0S"));
        await rig.ScanAsync();

        Assert.Empty(rig.Left());
        Assert.Single(rig.S3.Store.Journal.Entries, entry => entry.Key == "a.jpg");
    }

    [Fact]
    public async Task KeyTemplate_Dates_PutsFilesUnderTheirDay()
    {
        await using var rig = await Rig.StartAsync(
            new RigOptions { Settings = new Dictionary<string, string?> { ["S3:KeyTemplate"] = "{yyyy}/{path}" } });
        rig.Write("a.jpg");
        File.SetLastWriteTimeUtc(Path.Combine(rig.Volume, "a.jpg"), new DateTime(2020, 5, 6, 7, 8, 9, DateTimeKind.Utc));

        await rig.ScanAsync();

        Assert.Equal(["2020/a.jpg"], rig.Shipped());
        Assert.Empty(rig.Left());
    }
}
