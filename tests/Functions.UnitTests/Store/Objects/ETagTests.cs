using Longshore.Store.Objects;

namespace Longshore.UnitTests.Store.Objects;

public class ETagTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("\"\"", "")]
    [InlineData("\"e\"", "e")]
    [InlineData("e", "e")]
    [InlineData("W/\"e\"", "e")]
    [InlineData("w/\"e\"", "e")]
    [InlineData(" W/\"e-2\" ", "e-2")]
    [InlineData("\"no md5: W/x\"", "no md5: W/x")]
    public void Of_AnyForm_IsTheOpaqueTag(string? text, string tag) => Assert.Equal(tag, ETag.Of(text));
}
