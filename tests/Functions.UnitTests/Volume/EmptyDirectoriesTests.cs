namespace Longshore.UnitTests.Volumes;

public sealed class EmptyDirectoriesTests : IDisposable
{
    private static readonly TimeSpan MinAge = TimeSpan.FromMinutes(2);

    private readonly TempVolume _volume = new();

    public void Dispose() => _volume.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void RemoveEmptyDirectories_FilesAreDeleted_RemovesWhatIsEmptyBottomUp(bool openBeneath)
    {
        _volume.Folder("a/b/c");
        _volume.Folder("a/other");
        _volume.Write("kept/x/file");
        _volume.Folder("kept/x/y");
        using var root = _volume.Open(openBeneath);

        var removed = root.RemoveEmptyDirectories(
            new[] { "a/b/c/f1", "a/b/c/f2", "kept/x/y/f", "top", "never/was" }.Select(TempVolume.At), MinAge,
            TempVolume.Tomorrow);

        Assert.Equal(3, removed);
        Assert.Equal(["a", "a/other", "kept", "kept/x"], Folders());
        Assert.True(Directory.Exists(_volume.Root));
    }

    [Fact]
    public void RemoveEmptyDirectories_FolderIsYoung_Stays()
    {
        _volume.Folder("a");
        using var root = _volume.Open();
        Assert.Equal(0, root.RemoveEmptyDirectories([TempVolume.At("a/f")], MinAge, TimeProvider.System));
        Assert.Equal(["a"], Folders());
    }

    [Fact]
    public void RemoveEmptyDirectories_LinkInThePlaceOfAFolder_IsNotFollowed()
    {
        Directory.CreateDirectory(Path.Combine(_volume.Outside, "inner"));
        File.CreateSymbolicLink(_volume.Full("a"), _volume.Outside);
        using var root = _volume.Open();
        Assert.Equal(
            0, root.RemoveEmptyDirectories([TempVolume.At("a/f"), TempVolume.At("a/inner/f")], MinAge, TempVolume.Tomorrow));
        Assert.True(Directory.Exists(Path.Combine(_volume.Outside, "inner")));
        Assert.Equal(_volume.Outside, new DirectoryInfo(_volume.Full("a")).LinkTarget);
    }

    private string[] Folders() =>
        [.. Directory.GetDirectories(_volume.Root, "*", SearchOption.AllDirectories)
            .Select(d => Path.GetRelativePath(_volume.Root, d)).Order(StringComparer.Ordinal)];
}
