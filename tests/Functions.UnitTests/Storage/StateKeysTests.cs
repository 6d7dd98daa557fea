using Longshore.Storage;
using Longshore.Storage.Objects;

namespace Longshore.UnitTests.Storage;

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
    [InlineData("7.json", 7)]
    [InlineData("07.json", 0)]
    [InlineData("0.json", 0)]
    [InlineData("7.json.txt", 0)]
    [InlineData("x/7.json", 0)]
    public void TryReadCleanupNumber_Key_ReadsOnlyItsOwn(string name, int number)
    {
        Assert.Equal(number > 0, _keys.TryReadCleanupNumber(_keys.Cleanups("b") + name, "b", out var read));
        if (number > 0)
            Assert.Equal(number, read);
        Assert.False(_keys.TryReadCleanupNumber(_keys.Cleanups("other") + name, "b", out _));
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
