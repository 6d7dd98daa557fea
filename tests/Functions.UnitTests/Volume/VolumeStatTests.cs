using System.Net.Sockets;
using Longshore.Volumes;
using Longshore.Volumes.Native;

namespace Longshore.UnitTests.Volumes;

/// <summary>Each case with <c>openat2</c> and without it.</summary>
public sealed class VolumeStatTests : IDisposable
{
    private readonly TempVolume _volume = new();

    public void Dispose() => _volume.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Stat_RegularFile_TellsSizeTimesInodeAndOwner(bool openBeneath)
    {
        _volume.Write("a/b.dat", "12345");
        TestLibc.SetModified(_volume.Full("a/b.dat"), 1_700_000_000, 123_456_789);
        using var root = _volume.Open(openBeneath);

        var stat = root.Stat(TempVolume.At("a/b.dat"));

        Assert.Equal(FileKind.Regular, stat.Kind);
        Assert.Equal(5, stat.Fingerprint.Size);
        Assert.Equal(1_700_000_000_123_456_789, stat.Fingerprint.Modified.UnixNanoseconds);
        Assert.True(stat.Fingerprint.Changed > stat.Fingerprint.Modified);
        Assert.NotEqual(0UL, stat.Fingerprint.Inode);
        Assert.Equal(0x8000u, stat.Mode & 0xF000);
        Assert.Equal(TestLibc.GetEffectiveUser(), stat.Uid);
        Assert.Equal(1u, stat.Links);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Stat_WhatIsNotThere_IsMissing(bool openBeneath)
    {
        _volume.Write("file");
        using var root = _volume.Open(openBeneath);
        foreach (var path in new[] { "nothing", "no/such/folder", "file/below", "file/below/deeper" })
            Assert.Equal(default, root.Stat(TempVolume.At(path)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Stat_LinkAnywhereOnTheWay_IsASymbolicLink(bool openBeneath)
    {
        File.WriteAllText(Path.Combine(_volume.Outside, "secret"), "secret");
        _volume.Folder("in/deep");
        File.CreateSymbolicLink(_volume.Full("to-file"), Path.Combine(_volume.Outside, "secret"));
        File.CreateSymbolicLink(_volume.Full("to-folder"), _volume.Outside);
        File.CreateSymbolicLink(_volume.Full("in/up"), "..");
        File.CreateSymbolicLink(_volume.Full("dangling"), "nowhere");
        _volume.Write("plain");
        using var root = _volume.Open(openBeneath);

        foreach (var path in new[] { "to-file", "to-folder", "to-folder/secret", "in/up/plain", "in/up/in/deep", "dangling",
            "dangling/x" })
            Assert.Equal(FileKind.SymbolicLink, root.Stat(TempVolume.At(path)).Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Stat_OtherKinds_AreTold(bool openBeneath)
    {
        _volume.Folder("folder");
        TestLibc.Fifo(_volume.Full("fifo"));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_volume.Full("socket")));
        using var root = _volume.Open(openBeneath);

        Assert.Equal(FileKind.Directory, root.Stat(TempVolume.At("folder")).Kind);
        Assert.Equal(FileKind.Special, root.Stat(TempVolume.At("fifo")).Kind);
        Assert.Equal(FileKind.Special, root.Stat(TempVolume.At("socket")).Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Stat_FolderMayNotBeSearched_NamesTheErrorAndThePath(bool openBeneath)
    {
        _volume.Write("private/deep/file");
        TestLibc.ChangeMode(_volume.Full("private"), 0x100);
        Isolated.AsNobody(() =>
        {
            using var root = _volume.Open(openBeneath);
            foreach (var path in new[] { "private/deep", "private/deep/file" })
            {
                var e = Assert.Throws<VolumeFileException>(() => root.Stat(TempVolume.At(path)));
                Assert.Equal(path, e.Path);
                Assert.Contains("(EACCES)", e.Message, StringComparison.Ordinal);
                Assert.Equal(Reasons.PermissionDenied, e.Reason);
            }
        });
        TestLibc.ChangeMode(_volume.Full("private"), 0x1C0 /* rwx------ */);
    }

    [Fact]
    public void Stat_InodesNotStable_LeavesTheInodeOut()
    {
        _volume.Write("a");
        using var root = _volume.Open(stableInodes: false);
        Assert.Equal(0UL, root.Stat(TempVolume.At("a")).Fingerprint.Inode);
        Assert.Equal(0UL, Assert.Single(root.Scan()).Stat.Fingerprint.Inode);
    }

    [Theory]
    [InlineData(13_000_000_000L, 9_223_372_035_000_000_000)]
    [InlineData(-13_000_000_000L, -9_223_372_035_000_000_000)]
    public void Moment_YearBeyondTheRange_BecomesTheNearest(long seconds, long nanoseconds) =>
        Assert.Equal(nanoseconds, StatxBuffer.Moment(seconds, 5).UnixNanoseconds);

    [Fact]
    public void Stat_HardLinks_ShareTheInode()
    {
        _volume.Write("a");
        TestLibc.HardLink(_volume.Full("a"), _volume.Full("b"));
        using var root = _volume.Open();
        var (a, b) = (root.Stat(TempVolume.At("a")), root.Stat(TempVolume.At("b")));
        Assert.Equal(a, b);
        Assert.Equal(2u, a.Links);
    }
}
