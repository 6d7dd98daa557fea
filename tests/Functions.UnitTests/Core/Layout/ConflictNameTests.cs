using Longshore.Core.Layout;

namespace Longshore.UnitTests.Core.Layout;

public class ConflictNameTests
{
    [Theory]
    [InlineData("a/b.jpg", "a/b.0123456789abcdef.jpg", true)]
    [InlineData("a/b", "a/b.0123456789abcdef", true)]
    [InlineData("a/.b", "a/.b.0123456789abcdef", true)]
    [InlineData("a/b.jpg", "a/b.0123456789abcdeg.jpg", false)]
    [InlineData("a/b.jpg", "c/b.0123456789abcdef.jpg", false)]
    [InlineData("a/b.jpg", "a/b.jpg", false)]
    public void IsOf_KeyWithAChecksum_IsTold(string key, string other, bool expected) =>
        Assert.Equal(expected, ConflictName.IsOf(key, other));

    [Theory]
    [InlineData("a/b.jpg", "a/b.ba7816bf8f01cfea.jpg")]
    [InlineData("a.b/c", "a.b/c.ba7816bf8f01cfea")]
    [InlineData(".c", ".c.ba7816bf8f01cfea")]
    public void Of_Key_HasTheChecksumBeforeItsEnding(string key, string expected)
    {
        const string checksum = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
        Assert.Equal(expected, ConflictName.Of(key, checksum));
        Assert.True(ConflictName.IsOf(key, expected, checksum));
        Assert.True(ConflictName.IsOf(key, expected, "composite-2"));
        Assert.False(ConflictName.IsOf(key, expected, "AAAAv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="));
    }
}
