namespace Longshore.IntegrationTests.Ship;

public sealed partial class ShipTests
{
    /// <summary>A trial run of another directory settles nothing of the first one, and deletes nothing of it.</summary>
    [Fact]
    public async Task Ship_AnotherDirectoryToTheSameBucket_IsAVolumeOfItsOwn()
    {
        using var another = Another();
        await Stage.WriteAsync(3);
        await another.WriteAsync(3);

        var first = await Stage.ReportAsync("--keep");
        var second = await another.ReportAsync();

        Assert.Equal((3, 0), (Number(first, "shipped", "uploaded"), Number(first, "deleted")));
        Assert.Equal((3, 3), (Number(second, "shipped", "present"), Number(second, "deleted")));
        Assert.Equal(3, Stage.Left.Length);
        Assert.Equal(2, (await Stage.KeysAsync("_longshore/receipts/")).Length);
        Assert.Equal(3, Number(await Stage.ReportAsync(), "deleted"));
        Assert.Equal(3, await Stage.AssertNothingIsLostAsync());
    }

    [Fact]
    public async Task Ship_PrefixWithoutASlash_IsRefusedWithBothSpellings()
    {
        await Stage.WriteAsync(1);

        await using var process =
            ShipProcess.Start(Stage.Environment, onTerminal: false, [Stage.Directory, "--bucket", Bucket, "--prefix", "backup"]);
        var (exit, output, errors) = await process.EndAsync();

        Assert.Equal(2, exit);
        Assert.Contains(
            "--prefix holds 'backup', which does not end in a slash; write backup/ for a folder, or "
            + "S3__KeyTemplate=backup-{path}", output + errors, StringComparison.Ordinal);
        Assert.Empty(await Stage.KeysAsync());
    }

    [Fact]
    public async Task Ship_SettingsAlone_AreEnough()
    {
        await Stage.WriteAsync(2);
        Dictionary<string, string> settings = new(Stage.Environment)
        {
            ["Volume__Root"] = Stage.Directory,
            ["S3__Bucket"] = Bucket,
            ["S3__Prefix"] = "in/",
            ["S3__ServiceUrl"] = S3.Endpoint.ToString(),
            ["S3__ForcePathStyle"] = "true",
            ["Schedule__MinAge"] = "PT2S",
        };
        await using var process = ShipProcess.Start(settings, onTerminal: false, []);

        var (exit, output, errors) = await process.EndAsync();

        Assert.True(exit == 0, output + errors);
        Assert.Equal(2, await Stage.AssertNothingIsLostAsync());
    }

    /// <summary>One more rule leaves out one thing more: what is half-written or hidden stays under its writer.</summary>
    [Fact]
    public async Task Ship_Exclude_AddsToTheBuiltInRules()
    {
        await Stage.WriteAsync([(".nfs0001", 5), ("half.csv.part", 5), ("x.tmp", 5), ("lost+found/#1", 5), (".hidden/secret", 5),
            ("a.csv", 5), ("b.log", 5)]);

        var (exit, output, errors) = await Stage.RunAsync("--exclude", "*.log");

        Assert.True(exit == 0, output + errors);
        Assert.Equal(["in/a.csv"], await Stage.KeysAsync("in/"));
        Assert.Equal([".hidden/secret", ".nfs0001", "b.log", "half.csv.part", "lost+found/#1", "x.tmp"],
            Stage.Left.Where(path => !path.StartsWith(".longshore/", StringComparison.Ordinal)));
        Assert.Contains("6 ignored by a rule", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ship_MinAgeBelowTheLeast_DoesNotStartAndNamesBoth()
    {
        Stage.Environment["Volume__LeastMinAge"] = "PT1M";

        var (exit, _, errors) = await Stage.RunAsync();

        Assert.Equal(2, exit);
        Assert.Contains("--min-age holds 2s; Volume__LeastMinAge allows no less than 1m.", errors,
            StringComparison.Ordinal);
    }
}
