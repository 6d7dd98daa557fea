namespace Longshore.UnitTests.Volumes;

public sealed class WriteProbeTests : IDisposable
{
    private readonly TempVolume _volume = new();

    public void Dispose() => _volume.Dispose();

    [Fact]
    public void TryProbeWritable_Writable_LeavesOnlyTheTrashFolder()
    {
        using var root = _volume.Open();
        Assert.True(root.TryProbeWritable(out var problem));
        Assert.Equal("", problem);
        Assert.Empty(_volume.Contents());
        Assert.Empty(Directory.GetFileSystemEntries(_volume.Full(".longshore/trash")));
    }

    [Fact]
    public void TryProbeWritable_DiedInTheMiddle_IsSettledWithTheTrash()
    {
        _volume.Folder(".longshore/trash/probe/0123/made");
        using var root = _volume.Open();
        Assert.Equal([".longshore/trash/probe/0123"], root.StaleTrash(TimeSpan.FromMinutes(9), TempVolume.Tomorrow));
        var settled = root.SettleTrash(".longshore/trash/probe/0123", TimeSpan.FromMinutes(9), TempVolume.Tomorrow);
        Assert.Empty(settled.Restored);
        Assert.Empty(settled.Failed);
        Assert.Empty(Directory.GetFileSystemEntries(_volume.Full(".longshore/trash")));
    }

    [Fact]
    public void TryProbeWritable_MayNotWrite_SaysWhichIdsToSet()
    {
        TestLibc.ChangeMode(_volume.Root, 0x16D /* r-xr-xr-x */);
        Isolated.AsNobody(() =>
        {
            using var root = _volume.Open();
            Assert.False(root.TryProbeWritable(out var problem));
            Assert.Contains("runAsUser", problem, StringComparison.Ordinal);
            Assert.Contains("mode 555", problem, StringComparison.Ordinal);
        });
        TestLibc.ChangeMode(_volume.Root, 0x1ED);
    }

    [Fact]
    public void TryProbeWritable_ReadOnlyMount_SaysSo() =>
        Isolated.OnTmpfs(_volume.Root, "size=1m", () => _volume.Write("a"), readOnly: true, () =>
        {
            using var root = _volume.Open();
            Assert.False(root.TryProbeWritable(out var problem));
            Assert.Contains("readOnly: false", problem, StringComparison.Ordinal);
        });

    [Fact]
    public void TryProbeWritable_NoInodeLeft_IsNoReasonToDeleteNothing() =>
        Isolated.OnTmpfs(_volume.Root, "size=1m,nr_inodes=1", () => { }, readOnly: false, () =>
        {
            using var root = _volume.Open();
            Assert.True(root.TryProbeWritable(out var problem));
            Assert.Equal("", problem);
        });

    [Fact]
    public void TryProbeWritable_TrashIsAFileOrALink_SaysWhatStandsThere()
    {
        using var root = _volume.Open();
        _volume.Write(".longshore");
        Assert.False(root.TryProbeWritable(out var problem));
        Assert.Contains("is not a directory", problem, StringComparison.Ordinal);

        File.Delete(_volume.Full(".longshore"));
        File.CreateSymbolicLink(_volume.Full(".longshore"), _volume.Outside);
        Assert.False(root.TryProbeWritable(out problem));
        Assert.Contains("is not a directory", problem, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_volume.Outside));
    }
}
