namespace Longshore.IntegrationTests.Ship;

/// <summary><c>longshore ship --bundle-up-to</c>: small files go together.</summary>
public sealed class ShipBundleTests : ShipRoom
{
    [Fact]
    public async Task Ship_InBundles_EachFileIsOneRangeAndAllAreDeleted()
    {
        await Stage.WriteAsync(50);

        var (exit, output, errors) = await Stage.RunAsync("--bundle-up-to", "1MiB");

        Assert.True(exit == 0, output + errors);
        Assert.Contains("uploaded       50 files", output, StringComparison.Ordinal);
        Assert.Single(await Stage.AssertBundledAsync());
        Assert.Empty(Stage.Left);
    }

    /// <summary>Two processes, two buckets, one directory: a bundle holds nothing of who made it, where or when.</summary>
    [Fact]
    public async Task Ship_TheSameFilesTwice_AreTheSameBytes()
    {
        await Stage.WriteAsync(30);
        S3.Store.CreateBucket("second");

        var first = await Stage.RunAsync("--bundle-up-to", "1MiB", "--keep");
        await using var process = ShipProcess.Start(Stage.Environment, onTerminal: false,
            [.. Stage.Usual.Select(word => word == Bucket ? "second" : word), "--bundle-up-to", "1MiB", "--keep"]);
        var second = await process.EndAsync();

        Assert.True((first.Exit, second.Exit) == (0, 0), first.Output + second.Output + second.Errors);
        var bundle = Assert.Single(await Stage.AssertBundledAsync());
        var other = Assert.Single(
            S3.Store.Bucket("second").Objects(), stored => stored.Key.EndsWith(".tar", StringComparison.Ordinal));
        Assert.NotEqual(bundle.Key, other.Key);
        Assert.Equal(bundle.Value, other.Body.ToArray());
    }

    [Fact]
    public async Task Ship_InBundlesAgain_SendsNothing()
    {
        await Stage.WriteAsync(30);
        await Stage.RunAsync("--bundle-up-to", "1MiB", "--keep");

        var (exit, output, errors) = await Stage.RunAsync("--bundle-up-to", "1MiB", "--keep");

        Assert.True(exit == 0, output + errors);
        Assert.DoesNotContain("uploaded       30", output, StringComparison.Ordinal);
        Assert.Single(await Stage.AssertBundledAsync());
    }

    [Theory]
    [InlineData("many", "a size such as")]
    [InlineData("1GiB", "--bundle-up-to")]
    [InlineData("9MiB", "Sync__BundleBytes")]
    public async Task Ship_WrongSize_SaysWhatItTakes(string size, string says)
    {
        await Stage.WriteAsync([("a", 10)]);

        var (exit, output, errors) = await Stage.RunAsync("--bundle-up-to", size);

        Assert.Equal(2, exit);
        Assert.Contains(says, output + errors, StringComparison.Ordinal);
        Assert.Equal(["a"], Stage.Left);
    }
}
