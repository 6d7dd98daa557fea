using Longshore.Volumes;

namespace Longshore.UnitTests.Volumes;

/// <summary>Each case with <c>openat2</c> and without it.</summary>
public sealed class FolderLookTests : IDisposable
{
    private readonly TempVolume _volume = new();

    public void Dispose() => _volume.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OpenRead_FilesOfSeveralFolders_OpensEach(bool openBeneath)
    {
        string[] paths = ["a", "d/a", "d/b", "d/e/a", "f/a", "g"];
        foreach (var path in paths)
            _volume.Write(path, path);
        using var root = _volume.Open(openBeneath);
        using var look = root.Look();

        foreach (var path in paths)
            Assert.Equal(path, Read(look, path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OpenRead_FolderReplacedMeanwhile_FindsWhatItHoldsNow(bool openBeneath)
    {
        _volume.Write("d/a", "old");
        using var root = _volume.Open(openBeneath);
        using var look = root.Look();
        Assert.Equal("old", Read(look, "d/a"));
        Directory.Delete(_volume.Full("d"), recursive: true);
        _volume.Write("d/b", "new");

        Assert.Equal(FileKind.Regular, look.Stat(TempVolume.At("d/b")).Kind);
        Assert.Equal("new", Read(look, "d/b"));
        Assert.Null(Read(look, "d/a"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OpenRead_FolderGone_IsMissing(bool openBeneath)
    {
        _volume.Write("d/a");
        using var root = _volume.Open(openBeneath);
        using var look = root.Look();
        Assert.NotNull(Read(look, "d/a"));
        Directory.Delete(_volume.Full("d"), recursive: true);

        Assert.Null(Read(look, "d/a"));
        Assert.Null(Read(look, "d/b"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OpenRead_FolderIsALink_IsNotFollowed(bool openBeneath)
    {
        File.WriteAllText(Path.Combine(_volume.Outside, "a"), "outside");
        Directory.CreateSymbolicLink(_volume.Full("d"), _volume.Outside);
        using var root = _volume.Open(openBeneath);
        using var look = root.Look();

        Assert.Throws<VolumeFileException>(() => Read(look, "d/a"));
        Assert.Equal(FileKind.SymbolicLink, look.Stat(TempVolume.At("d/a")).Kind);
    }

    [Fact]
    public void OpenRead_ManyFiles_LeavesNothingOpen()
    {
        _volume.Write("d/a");
        using var root = _volume.Open();
        Read(root.Look(), "d/a");
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Directory.GetFiles("/proc/self/fd").Length;
        for (var i = 0; i < 200; i++)
        {
            using var look = root.Look();
            Read(look, "d/a");
            Assert.Null(Read(look, "d/missing"));
            Assert.Throws<VolumeFileException>(() => Read(look, "d"));
        }

        // Other tests run beside this one and open files of their own.
        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length, 0, before + 150);
    }

    private static string? Read(FolderLook look, string path)
    {
        using var file = look.OpenRead(TempVolume.At(path));
        if (file is null)
            return null;
        var bytes = new byte[100];
        return System.Text.Encoding.UTF8.GetString(bytes, 0, file.Read(bytes, 0));
    }
}
