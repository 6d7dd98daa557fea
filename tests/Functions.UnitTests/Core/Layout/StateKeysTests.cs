using Longshore.Core.Layout;
using Longshore.Store;
using Longshore.Store.Objects;
using Longshore.UnitTests.Cli.Ship;

namespace Longshore.UnitTests.Core.Layout;

public class StateKeysTests
{
    private const string Batch = "0123456789abcdef0123456789abcdef";
    private readonly StateKeys _keys = new(new S3Options());

    [Fact]
    public void TryReadReceiptKey_ItsOwn_ReadsIt()
    {
        Assert.True(_keys.TryReadReceiptKey(_keys.Receipt(Batch, 12), out var batch, out var attempt));
        Assert.Equal((Batch, 12), (batch, attempt));
        Assert.True(_keys.TryReadReceiptKey($"_longshore/receipts/{Batch}/7.json", out batch, out attempt));
        Assert.Equal((Batch, 7), (batch, attempt));
    }

    [Theory]
    [InlineData("_longshore/a", true)]
    [InlineData("/_longshore/a", true)]
    [InlineData("//_longshore//a", true)]
    [InlineData("./_longshore/a", true)]
    [InlineData("a/.././_longshore/b", true)]
    [InlineData("_longshore", false)]
    [InlineData("_longshore.txt", false)]
    [InlineData("a/_longshore/b", false)]
    [InlineData("/a/.hidden/_longshore/b", false)]
    [InlineData("../a", false)]
    public void IsReserved_Key_AsAStoreMaySimplifyIt(string key, bool expected) => Assert.Equal(expected, _keys.IsReserved(key));

    [Theory]
    [InlineData("receipts/0123456789abcdef0123456789abcdef/1.json")]
    [InlineData("_longshore/receipts/0123456789abcdef0123456789abcdef/0.json")]
    [InlineData("_longshore/receipts/0123456789abcdef0123456789abcdef/01.json")]
    [InlineData("_longshore/receipts/0123456789abcdef0123456789abcdef/-1.json")]
    [InlineData("_longshore/receipts/0123456789abcdef0123456789abcdef/../x/1.json")]
    [InlineData("_longshore/receipts/0123456789ABCDEF0123456789abcdef/1.json")]
    [InlineData("_longshore/receipts/short/1.json")]
    [InlineData("_longshore/cleanups/0123456789abcdef0123456789abcdef/1.json")]
    [InlineData("_longshore/receipts/0123456789abcdef0123456789abcdef/1.json.txt")]
    [InlineData("_longshore/receipts/0123456789abcdef0123456789abcdef/1.json.gz.gz")]
    [InlineData("_longshore/receipts/0123456789abcdef0123456789abcdef/1.gz")]
    public void TryReadReceiptKey_AnythingElse_Refuses(string key) => Assert.False(_keys.TryReadReceiptKey(key, out _, out _));

    [Theory]
    [InlineData("7.json", 7, false)]
    [InlineData("7.begun.json", 7, true)]
    [InlineData("07.json", 0, false)]
    [InlineData("0.json", 0, false)]
    [InlineData("07.begun.json", 0, true)]
    [InlineData("begun.json", 0, false)]
    [InlineData(".begun.json", 0, false)]
    [InlineData("7.begun.begun.json", 0, false)]
    [InlineData("7.json.txt", 0, false)]
    [InlineData("x/7.json", 0, false)]
    [InlineData("../7.json", 0, false)]
    public void TryReadCleanupKey_Key_ReadsOnlyItsOwn(string name, int number, bool isBegun)
    {
        const string Batch = "0123456789abcdef0123456789abcdef";

        Assert.Equal(number > 0,
            _keys.TryReadCleanupKey(_keys.Cleanups(Batch) + name, out var batch, out var read, out var begun));
        if (number > 0)
            Assert.Equal((Batch, number, isBegun), (batch, read, begun));
        Assert.False(_keys.TryReadCleanupKey(_keys.Cleanups("short") + name, out _, out _, out _));
        Assert.False(_keys.TryReadCleanupKey(_keys.Receipts(Batch) + name, out _, out _, out _));
    }

    [Fact]
    public void CleanupBegun_BesideItsOutcome_SortsRightBeforeIt()
    {
        string[] keys = [.. Enumerable.Range(1, 120)
            .SelectMany(number => new[] { _keys.Cleanup("b", number), _keys.CleanupBegun("b", number) })
            .Order(StringComparer.Ordinal)];

        Assert.All(Enumerable.Range(0, keys.Length / 2),
            index => Assert.Equal(keys[2 * index].Replace(".begun", "", StringComparison.Ordinal), keys[(2 * index) + 1]));
    }

    [Theory]
    [InlineData("s3://bucket/_longshore/receipts/x/1.json", true)]
    [InlineData("https://bucket/x", false)]
    [InlineData("s3://bucket", false)]
    [InlineData("s3:///key", false)]
    [InlineData("s3://bucket/", false)]
    [InlineData(null, false)]
    public void TryRead_Dataref_OnlyTakesS3(string? uri, bool read) => Assert.Equal(read, ObjectUris.TryRead(uri, out _, out _));

    [Fact]
    public void TryRead_KeyWithSpaces_ComesBackWhole()
    {
        Assert.True(ObjectUris.TryRead(ObjectUris.Of("b", "my state/receipts/ä/1.json"), out var bucket, out var key));
        Assert.Equal(("b", "my state/receipts/ä/1.json"), (bucket, key));
    }
}
