using Longshore.Settings;

namespace Longshore.UnitTests.Settings;

public class WebAddressTests
{
    [Theory]
    [InlineData("no address", "no address")]
    [InlineData("http://host:1/path", "http://host:1/path")]
    [InlineData("http://user:pw@host:1/a@b", "http://host:1/a@b")]
    [InlineData("one http://u:p@ss@host and 'https://t@other'", "one http://host and 'https://other'")]
    [InlineData("http://user:pw@", "http://")]
    public void WithoutUser_AnyText_KeepsNoPassword(string text, string shown) =>
        Assert.Equal(shown, WebAddress.WithoutUser(text));
}
