using Longshore.Settings;

namespace Longshore.UnitTests.Settings;

public sealed class SizeTextTests
{
    [Theory]
    [InlineData("10MiB", 10L << 20)]
    [InlineData("500KB", 500_000)]
    [InlineData("1GiB", 1L << 30)]
    [InlineData("1.5 kib", 1536)]
    [InlineData("0", 0)]
    [InlineData("8388608", 8_388_608)]
    public void TryRead_Size_IsRead(string text, long expected)
    {
        Assert.True(SizeText.TryRead(text, out var bytes));
        Assert.Equal(expected, bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MiB")]
    [InlineData("10XiB")]
    [InlineData("-1MB")]
    [InlineData("10 M")]
    [InlineData("99999999TiB")]
    public void TryRead_AnythingElse_IsRefused(string text) => Assert.False(SizeText.TryRead(text, out _));
}
