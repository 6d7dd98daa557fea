using Longshore.Volumes;
using Microsoft.Extensions.Options;

namespace Longshore.UnitTests.Volumes;

public sealed class VolumeTests : IDisposable
{
    private readonly TempVolume _volume = new();

    public void Dispose() => _volume.Dispose();

    [Fact]
    public void Open_RootIsThere_Opens()
    {
        using var root = new Volume(Options.Create(_volume.Options)).Open();
        Assert.Empty(root.Scan());
    }

    [Fact]
    public void Open_RootIsMissing_NamesSettingAndPath()
    {
        var e = Unavailable(new VolumeOptions { Root = _volume.Full("nowhere") });
        Assert.Contains("Volume__Root holds '" + _volume.Full("nowhere"), e.Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_RootIsAFile_SaysSo()
    {
        _volume.Write("file");
        Assert.Contains("is not a directory", Unavailable(new VolumeOptions { Root = _volume.Full("file") }).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Open_RootMayNotBeEntered_NamesTheUser()
    {
        _volume.Folder("private/inner");
        TestLibc.ChangeMode(_volume.Full("private"), 0);
        Isolated.AsNobody(() =>
            Assert.Contains("EACCES", Unavailable(new VolumeOptions { Root = _volume.Full("private/inner") }).Message,
                StringComparison.Ordinal));
        TestLibc.ChangeMode(_volume.Full("private"), 0x1C0 /* rwx------ */);
    }

    [Fact]
    public void Open_SentinelIsThere_Opens()
    {
        _volume.Write("folder/.mounted");
        _volume.Open(sentinel: "folder/.mounted").Dispose();
    }

    [Theory]
    [InlineData("missing", "is missing beneath Volume__Root")]
    [InlineData("folder", "is not a regular file beneath Volume__Root")]
    [InlineData("link", "is not a regular file beneath Volume__Root")]
    [InlineData("/etc/hostname", "is absolute")]
    [InlineData("../outside", "has a '..' component")]
    public void Open_SentinelIsNoProof_NamesSettingAndCause(string sentinel, string problem)
    {
        _volume.Folder("folder");
        File.CreateSymbolicLink(_volume.Full("link"), "/etc/hostname");

        var e = Assert.Throws<VolumeUnavailableException>(() => _volume.Open(sentinel: sentinel));

        Assert.Contains($"Volume__Sentinel holds '{sentinel}'", e.Message, StringComparison.Ordinal);
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Space_OfAVolume_AddsUp()
    {
        using var root = _volume.Open();
        var space = root.Space();
        Assert.True(space.Free >= 0 && space.Used > 0 && space.Free + space.Used == space.Total, $"{space}");
    }

    private static VolumeUnavailableException Unavailable(VolumeOptions options) =>
        Assert.Throws<VolumeUnavailableException>(() => new Volume(Options.Create(options)).Open());
}
