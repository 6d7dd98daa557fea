using System.Text;
using CsCheck;
using Longshore.Volumes;

namespace Longshore.UnitTests.Volumes;

public sealed class VolumePathTests
{
    [Theory]
    [InlineData(null, "is empty")]
    [InlineData("", "is empty")]
    [InlineData("/", "is absolute")]
    [InlineData("/etc/passwd", "is absolute")]
    [InlineData("a//b", "has an empty component")]
    [InlineData("a/", "has an empty component")]
    [InlineData(".", "has a '.' component")]
    [InlineData("./a", "has a '.' component")]
    [InlineData("a/./b", "has a '.' component")]
    [InlineData("..", "has a '..' component")]
    [InlineData("a/../../etc", "has a '..' component")]
    [InlineData("a/..", "has a '..' component")]
    [InlineData("a\0b", "holds a NUL")]
    public void TryParse_WrongPath_SaysWhatIsWrong(string? text, string problem)
    {
        Assert.False(VolumePath.TryParse(text, out var path, out var said));
        Assert.Equal(problem, said);
        Assert.Equal("", path.Value);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a/b/c.dat")]
    [InlineData(" leading and trailing ")]
    [InlineData("a+b%20&c?d#e'f\"g\nh\\i")]
    [InlineData("-rf")]
    [InlineData(".hidden/..twodots/...")]
    [InlineData("caf\u00E9")]
    [InlineData("cafe\u0301")]
    [InlineData("\U0001F600")]
    [InlineData("\uFFFD")]
    public void TryParse_HostileButValidName_IsTakenAsItIs(string text)
    {
        Assert.True(VolumePath.TryParse(text, out var path, out var problem));
        Assert.Equal("", problem);
        Assert.Equal(text, path.Value);
        Assert.Equal(text, path.ToString());
    }

    [Fact]
    public void TryParse_LoneSurrogate_IsRefused()
    {
        Assert.False(VolumePath.TryParse("a\uD800", out _, out var problem));
        Assert.Equal("is not valid Unicode", problem);
    }

    [Fact]
    public void TryParse_LongComponent_IsTheFilesystemsToRefuse()
    {
        Assert.True(VolumePath.TryParse(new string('x', 255), out _, out _));
        Assert.True(VolumePath.TryParse(new string('\u98DE', 341), out _, out _));
    }

    [Fact]
    public void TryParse_LengthBound_IsOneLessThanTheKernels()
    {
        var component = new string('x', 255);
        var longest = string.Join('/', Enumerable.Repeat(component, 16));
        Assert.Equal(4095, longest.Length);
        Assert.True(VolumePath.TryParse(longest, out _, out _));
        Assert.False(VolumePath.TryParse(longest + "y", out _, out var problem));
        Assert.Equal("is longer than 4095 bytes", problem);
    }

    [Fact]
    public void Parent_OfEachDepth_IsTheFolder()
    {
        Assert.Null(TempVolume.At("a").Parent);
        Assert.Equal("a/b", TempVolume.At("a/b/c").Parent?.Value);
    }

    [Fact]
    public void CompareTo_BmpAndBeyond_FollowsUtf8AndNotUtf16()
    {
        var high = TempVolume.At("\uFF5E");
        var beyond = TempVolume.At("\U0001F600");

        Assert.True(high.CompareTo(beyond) < 0);
        Assert.True(string.CompareOrdinal(high.Value, beyond.Value) > 0);
    }

    [Fact]
    public void CompareTo_AnyTwoPaths_OrdersAsTheirBytes()
    {
        var name = Gen.OneOf("a", "b", "-", ".x", "~", "\u00E9", "\uE000", "\uFFFF", "\U00010000", "\U0010FFFF").Array[1, 5]
            .Select(string.Concat);
        name.Array[1, 3].Select(parts => string.Join('/', parts)).Select(t => TempVolume.At(t)).Array[2].Sample(pair =>
        {
            var bytes = Encoding.UTF8.GetBytes(pair[0].Value).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(pair[1].Value));
            return Math.Sign(bytes) == Math.Sign(pair[0].CompareTo(pair[1]));
        });
    }
}
