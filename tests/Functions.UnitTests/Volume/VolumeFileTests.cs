using System.Net.Sockets;
using Longshore.Volumes;

namespace Longshore.UnitTests.Volumes;

public sealed class VolumeFileTests : IDisposable
{
    private readonly TempVolume _volume = new();

    public void Dispose() => _volume.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OpenRead_RegularFile_ReadsItsBytes(bool openBeneath)
    {
        _volume.Write("a/b/c.dat", "0123456789");
        using var root = _volume.Open(openBeneath);
        using var file = root.OpenRead(TempVolume.At("a/b/c.dat"));

        var buffer = new byte[6];
        Assert.NotNull(file);
        Assert.Equal(root.Stat(TempVolume.At("a/b/c.dat")), file.Stat);
        Assert.Equal(6, file.Read(buffer, 0));
        Assert.Equal("012345"u8.ToArray(), buffer);
        Assert.Equal(4, file.Read(buffer, 6));
        Assert.Equal(0, file.Read(buffer, 10));
        Assert.Equal(0, file.Read([], 0));
    }

    /// <summary>Only a file as it was when it was opened counts as read, whatever the bytes.</summary>
    [Theory]
    [InlineData("", true)]
    [InlineData("rewritten", false)]
    [InlineData("appended to", false)]
    [InlineData("moved", false)]
    public async Task TryReadAll_FileSinceItWasOpened_IsToldByItsState(string what, bool isRead)
    {
        var path = Path.Combine(_volume.Root, "file");
        _volume.Write("file", "0123456789");
        using var root = _volume.Open();
        using var file = root.OpenRead(TempVolume.At("file"))!;
        // Longer than a tick of the kernel's clock.
        await Task.Delay(20, TestContext.Current.CancellationToken);
        if (what == "rewritten")
            await File.WriteAllTextAsync(path, "0123456789", TestContext.Current.CancellationToken);
        else if (what == "appended to")
            await File.AppendAllTextAsync(path, "x", TestContext.Current.CancellationToken);
        else if (what == "moved")
            File.Move(path, path + "-moved");

        Assert.Equal(isRead, file.TryReadAll(new byte[11], 10));
        Assert.False(file.TryReadAll(new byte[11], 9));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OpenRead_NothingThere_IsNull(bool openBeneath)
    {
        _volume.Write("file");
        using var root = _volume.Open(openBeneath);
        foreach (var path in new[] { "nothing", "no/such", "file/below" })
            Assert.Null(root.OpenRead(TempVolume.At(path)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OpenRead_NoRegularFile_IsRefusedWithoutOpening(bool openBeneath)
    {
        _volume.Folder("folder");
        File.WriteAllText(Path.Combine(_volume.Outside, "secret"), "secret");
        File.CreateSymbolicLink(_volume.Full("link"), Path.Combine(_volume.Outside, "secret"));
        File.CreateSymbolicLink(_volume.Full("way"), _volume.Outside);
        TestLibc.Fifo(_volume.Full("fifo"));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_volume.Full("socket")));
        var paths = new List<string> { "folder", "link", "way/secret", "fifo", "socket" };
        if (TestLibc.TryDevice(_volume.Full("device")))
            paths.Add("device");
        using var root = _volume.Open(openBeneath);

        foreach (var path in paths)
        {
            var e = Assert.Throws<VolumeFileException>(() => root.OpenRead(TempVolume.At(path)));
            Assert.Equal(Reasons.NotARegularFile, e.Reason);
            Assert.Equal(path, e.Path);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OpenRead_NoPermission_NamesTheError(bool openBeneath)
    {
        _volume.Write("private");
        TestLibc.ChangeMode(_volume.Full("private"), 0);
        Isolated.AsNobody(() =>
        {
            using var root = _volume.Open(openBeneath);
            var e = Assert.Throws<VolumeFileException>(() => root.OpenRead(TempVolume.At("private")));
            Assert.Equal("'private' cannot be opened: permission is denied (EACCES).", e.Message);
        });
    }

    [Theory]
    [InlineData(" spaces ")]
    [InlineData("a+b%20&c?d#e")]
    [InlineData("'quotes\"")]
    [InlineData("new\nline")]
    [InlineData("-rf")]
    [InlineData("..dots")]
    [InlineData("caf\u00E9/nfc")]
    [InlineData("cafe\u0301/nfd")]
    [InlineData("\U0001F600")]
    [InlineData("back\\slash")]
    public void OpenRead_HostileName_OpensThatFile(string path)
    {
        _volume.Write(path, path);
        using var root = _volume.Open();
        Assert.Equal(path, Assert.Single(root.Scan()).Path);
        foreach (var openBeneath in new[] { true, false })
        {
            using var again = _volume.Open(openBeneath);
            using var file = again.OpenRead(TempVolume.At(path));
            Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(path), file!.Stat.Fingerprint.Size);
        }
    }

    [Fact]
    public void OpenRead_ComponentOf255Bytes_OpensIt()
    {
        var path = $"{new string('d', 255)}/{new string('\u00E9', 127)}x";
        _volume.Write(path);
        using var root = _volume.Open();
        using var file = root.OpenRead(TempVolume.At(path));
        Assert.Equal(8, file!.Stat.Fingerprint.Size);
    }

    [Fact]
    public void Read_EmptyAndSparseFiles_GivesWhatReadersSee()
    {
        _volume.Write("empty", "");
        using (var sparse = File.Create(_volume.Full("sparse")))
            sparse.SetLength(1 << 20);
        using var root = _volume.Open();
        using var empty = root.OpenRead(TempVolume.At("empty"));
        using var holes = root.OpenRead(TempVolume.At("sparse"));
        var buffer = new byte[2 << 20];
        buffer.AsSpan().Fill(1);

        Assert.Equal(0, empty!.Read(buffer, 0));
        Assert.Equal(1 << 20, holes!.Read(buffer, 0));
        Assert.False(buffer.AsSpan(0, 1 << 20).ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void Read_DeviceFails_NamesTheError()
    {
        // A process's memory has nothing at its start: EIO.
        using var root =
            new Volume(Microsoft.Extensions.Options.Options.Create(new VolumeOptions { Root = "/proc/self" })).Open();
        using var file = root.OpenRead(TempVolume.At("mem"));
        var e = Assert.Throws<VolumeFileException>(() => file!.Read(new byte[1], 0));
        Assert.Equal(Reasons.VolumeError, e.Reason);
        Assert.Contains("EIO", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Restat_FileChangesAfterTheOpen_DiffersFromStat()
    {
        _volume.Write("a", "one");
        using var root = _volume.Open();
        using var file = root.OpenRead(TempVolume.At("a"));
        Assert.Equal(file!.Stat, file.Restat());

        File.AppendAllText(_volume.Full("a"), "two");

        Assert.Equal(6, file.Restat().Fingerprint.Size);
        Assert.Equal(3, file.Stat.Fingerprint.Size);
    }

    [Fact]
    public void Restat_NameIsGoneOrReplaced_StillRefersToTheOpenedFile()
    {
        _volume.Write("a", "one");
        using var root = _volume.Open();
        using var file = root.OpenRead(TempVolume.At("a"));
        _volume.Write("b", "other");
        TestLibc.Rename(_volume.Full("b"), _volume.Full("a"));

        var now = file!.Restat();
        Assert.Equal(file.Stat.Fingerprint.Inode, now.Fingerprint.Inode);
        Assert.Equal(0u, now.Links);
        Assert.NotEqual(now.Fingerprint.Inode, root.Stat(TempVolume.At("a")).Fingerprint.Inode);
    }
}
