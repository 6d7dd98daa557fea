namespace Longshore.IntegrationTests.Ship;

/// <summary><c>longshore ship --files-from</c>: only what the list names is shipped and deleted.</summary>
public sealed class ShipListTests : ShipRoom, IDisposable
{
    private readonly string _list = Path.GetTempFileName();

    [Fact]
    public async Task Ship_ListOfFiles_ShipsThemAlone()
    {
        await Stage.WriteAsync([("a", 10), ("sub/b c", 10), ("sub/\u00FC\n", 10), ("left", 10), ("sub/x.tmp", 10)]);
        // Relative, with ./, absolute, twice, an empty line, and one that a rule leaves out.
        await File.WriteAllTextAsync(_list, $"./sub/b c\0a\0\0{Stage.Directory}/sub/\u00FC\n\0a\0sub/x.tmp", Cancel);

        var (exit, output, errors) = await Stage.RunAsync("--files-from", _list, "--from0");

        Assert.True(exit == 0, output + errors);
        Assert.Equal(3, await Stage.AssertNothingIsLostAsync());
        Assert.Equal(["left", "sub/x.tmp"], Stage.Left);
        Assert.Contains("found          3 files ready", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ship_ListOnStandardInput_ShipsThemAlone()
    {
        await Stage.WriteAsync(20);
        await using var ship = Stage.Start(onTerminal: false, "--files-from", "-");
        await ship.GiveAsync(string.Join('\n', Stage.Left.Take(12)) + "\n");

        var (exit, output, errors) = await ship.EndAsync();

        Assert.True(exit == 0, output + errors);
        Assert.Equal((12, 8), (await Stage.AssertNothingIsLostAsync(), Stage.Left.Length));
    }

    [Fact]
    public async Task Ship_ListedFileIsMissingOrAFolder_ShipsTheOthersAndFails()
    {
        await Stage.WriteAsync([("a", 10), ("sub/b", 10)]);
        await File.WriteAllTextAsync(_list, "a\nnever\nsub\n", Cancel);

        var (exit, output, _) = await Stage.RunAsync("--files-from", _list);

        Assert.Equal(1, exit);
        Assert.Contains("never", output, StringComparison.Ordinal);
        Assert.Contains("There is no such file", output, StringComparison.Ordinal);
        Assert.Contains("It is a folder; name its files", output, StringComparison.Ordinal);
        Assert.Equal(["sub/b"], Stage.Left);
    }

    [Fact]
    public async Task Ship_ListInADryRun_ChangesNothing()
    {
        await Stage.WriteAsync([("a", 10), ("b", 10)]);
        await File.WriteAllTextAsync(_list, "a\n", Cancel);

        var (exit, output, errors) = await Stage.RunAsync("--files-from", _list, "--dry-run");

        Assert.True(exit == 0, output + errors);
        Assert.Equal(["a", "b"], Stage.Left);
        Assert.Empty(await Stage.KeysAsync());
    }

    [Theory]
    [InlineData("a\n/etc/passwd\n", "line 2, '/etc/passwd', lies outside of")]
    [InlineData("../a", "line 1, '../a', has a '..' component")]
    [InlineData("a//b", "has an empty component")]
    [InlineData("a\0b\0", "add --from0")]
    [InlineData("\n\n", "names no file")]
    [InlineData("", "names no file")]
    public async Task Ship_ListThatNamesOtherThings_Exits2AndNamesTheLine(string list, string says)
    {
        await Stage.WriteAsync([("a", 10)]);
        await File.WriteAllTextAsync(_list, list, Cancel);

        var (exit, _, errors) = await Stage.RunAsync("--files-from", _list);

        Assert.Equal(2, exit);
        Assert.Contains(says, errors, StringComparison.Ordinal);
        Assert.Contains(_list, errors, StringComparison.Ordinal);
        Assert.Equal(["a"], Stage.Left);
    }

    [Fact]
    public async Task Ship_ListIsNotUtf8_Exits2()
    {
        await Stage.WriteAsync([("a", 10)]);
        await File.WriteAllBytesAsync(_list, [(byte)'a', (byte)'\n', 0xE9, (byte)'\n'], Cancel);

        var (exit, _, errors) = await Stage.RunAsync("--files-from", _list);

        Assert.Equal(2, exit);
        Assert.Contains("line 2", errors, StringComparison.Ordinal);
        Assert.Contains("is not UTF-8", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cannot be read", "--files-from", "/nonexistent/list")]
    [InlineData("cannot be read", "--files-from", "/proc")]
    [InlineData("give that as well", "--from0")]
    [InlineData("lacks its value", "--files-from")]
    public async Task Ship_ListThatIsNotThere_Exits2(string says, params string[] arguments)
    {
        await Stage.WriteAsync([("a", 10)]);

        var (exit, _, errors) = await Stage.RunAsync(arguments);

        Assert.Equal(2, exit);
        Assert.Contains(says, errors, StringComparison.Ordinal);
        Assert.Equal(["a"], Stage.Left);
    }

    [Fact]
    public async Task Ship_StoppedWhileItWaitsForTheList_Ends()
    {
        await Stage.WriteAsync([("a", 10)]);
        await using var ship = Stage.Start(onTerminal: false, "--files-from", "-");
        await Task.Delay(TimeSpan.FromSeconds(3), Cancel);

        await ship.SignalAsync("TERM");

        Assert.Equal(143, (await ship.EndAsync()).Exit);
        Assert.Equal(["a"], Stage.Left);
    }

    public void Dispose() => File.Delete(_list);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
