using System.Text;
using Longshore.Volumes;
using Longshore.Volumes.Native;

namespace Longshore.UnitTests.Volumes;

public sealed class TrashSettlementTests : IDisposable
{
    private const string Folder = ".longshore/trash/b1/p1";

    private static readonly TimeSpan Old = TimeSpan.FromMinutes(9);

    private readonly TempVolume _volume = new();

    public static TheoryData<bool, bool> Kernels => TrashTests.Kernels;

    public void Dispose() => _volume.Dispose();

    [Fact]
    public void StaleTrash_NoTrash_IsEmpty()
    {
        using var root = _volume.Open();
        Assert.Empty(root.StaleTrash(Old, TempVolume.Tomorrow));
        _volume.Folder(".longshore/trash");
        Assert.Empty(root.StaleTrash(Old, TempVolume.Tomorrow));
    }

    [Fact]
    public void StaleTrash_ByAge_NamesTheFoldersOfDeadProcesses()
    {
        _volume.Write($"{Folder}/slot/a/b");
        _volume.Folder(".longshore/trash/b1/p2/slot");
        _volume.Folder(".longshore/trash/b2/p1");
        _volume.Write(".longshore/trash/b3/not-a-folder");
        _volume.Folder(".longshore/trash/b4");
        _volume.Folder(".longshore/trash/not a word/p");
        using var root = _volume.Open();

        Assert.Equal(
            [Folder, ".longshore/trash/b1/p2", ".longshore/trash/b2/p1", ".longshore/trash/b4"],
            root.StaleTrash(Old, TempVolume.Tomorrow));
        Assert.Empty(root.StaleTrash(Old, TimeProvider.System));
        Assert.Empty(root.StaleTrash(TimeSpan.FromDays(2), TempVolume.Tomorrow));
    }

    [Fact]
    public void StaleTrash_TrashMayNotBeRead_Throws()
    {
        _volume.Folder(Folder);
        TestLibc.ChangeMode(_volume.Full(".longshore/trash"), 0);
        Isolated.AsNobody(() =>
        {
            using var root = _volume.Open();
            var e = Assert.Throws<VolumeFileException>(() => root.StaleTrash(Old, TempVolume.Tomorrow));
            Assert.Equal(Reasons.PermissionDenied, e.Reason);
        });
        TestLibc.ChangeMode(_volume.Full(".longshore/trash"), 0x1ED);
    }

    /// <summary>In the trash, its path is longer than any path on the volume.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SettleTrash_FileOfTheLongestPath_IsPutBack(bool openBeneath)
    {
        var name = new string('d', 240);
        var folder = string.Concat(Enumerable.Repeat(name + "/", 16)) + new string('e', 237);
        var path = TempVolume.At(folder + "/f");
        Assert.Equal(VolumePath.MaximumBytes, path.Value.Length);
        _volume.Write("f");
        using (var top = Sys.OpenRoot(TestLibc.Raw(_volume.Root), Flags.PathOnly | Flags.Directory, out _)!)
        {
            var slot = Encoding.ASCII.GetBytes($"{Folder}/{Guid.NewGuid():N}/{folder}");
            using var trash = FolderMaker.OpenOrMake(top, slot, out _)!;
            Assert.Equal(0, Sys.RenameAndReplace(top, "f\0"u8, trash, "f\0"u8));
        }

        using var root = _volume.Open(openBeneath);
        var settled = root.SettleTrash(Folder, Old, TempVolume.Tomorrow);
        var found = root.Stat(path).Kind;
        TestLibc.RemoveChain(_volume.Root, Encoding.ASCII.GetBytes(name));

        Assert.Empty(settled.Failed);
        Assert.Equal(path.Value, Assert.Single(settled.Restored).Path);
        Assert.Equal(FileKind.Regular, found);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_volume.Full(".longshore/trash")));
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void SettleTrash_ProcessDiedAfterTheRename_PutsTheFileBack(bool openBeneath, bool noReplace)
    {
        _volume.Write("a/b/c", "precious");
        var dying = _volume.Open(openBeneath, noReplace);
        dying.Interfere = step =>
        {
            if (step == TrashStep.BeforeVerify)
                throw new OperationCanceledException("kill -9");
        };
        Assert.Throws<OperationCanceledException>(() => TrashTests.Delete(dying, "a/b/c"));
        Assert.False(File.Exists(_volume.Full("a/b/c")));

        using var root = _volume.Open(openBeneath, noReplace);
        var stale = Assert.Single(root.StaleTrash(Old, TempVolume.Tomorrow));
        var settled = root.SettleTrash(stale, Old, TempVolume.Tomorrow);

        Assert.Equal([new RestoredFile("a/b/c", "a/b/c")], settled.Restored);
        Assert.Empty(settled.Failed);
        Assert.Equal([("a/b/c", "precious")], _volume.Contents().Select(c => (c.Key, c.Value)));
        Assert.Empty(root.StaleTrash(Old, TempVolume.Tomorrow));
        Assert.Empty(root.SettleTrash(stale, Old, TempVolume.Tomorrow).Restored);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void SettleTrash_NamesAreTaken_LosesNothing(bool openBeneath, bool noReplace)
    {
        _volume.Write($"{Folder}/s1/a", "from the trash");
        _volume.Write($"{Folder}/s2/a", "from the trash too");
        _volume.Write($"{Folder}/s1/gone/folder/x", "folder is gone");
        _volume.Write($"{Folder}/s1/file/x", "folder is a file now");
        _volume.Write($"{Folder}/s1/link/x", "folder is a link now");
        _volume.Write("a", "on the volume");
        _volume.Write("file", "a file");
        File.CreateSymbolicLink(_volume.Full("link"), _volume.Outside);
        using var root = _volume.Open(openBeneath, noReplace);

        var settled = root.SettleTrash(Folder, Old, TempVolume.Tomorrow);

        Assert.Empty(settled.Failed);
        Assert.Equal(
            [
                ("a", "a.longshore-restored-1"), ("a", "a.longshore-restored-2"), ("file/x", "x.longshore-restored-1"),
                ("gone/folder/x", "gone/folder/x"), ("link/x", "x.longshore-restored-2"),
            ],
            settled.Restored.Select(r => (r.Original, r.Path)).Order());
        Assert.Equal(
            ["a file", "folder is a file now", "folder is a link now", "folder is gone", "from the trash", "from the trash too",
                "on the volume"],
            _volume.Contents().Values.Order(StringComparer.Ordinal));
        Assert.Equal("on the volume", File.ReadAllText(_volume.Full("a")));
        Assert.Empty(Directory.GetFileSystemEntries(_volume.Outside));
        Assert.False(Directory.Exists(_volume.Full(Folder)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SettleTrash_ProcessDiedBetweenLinkAndUnlink_RemovesTheSecondName(bool noReplace)
    {
        _volume.Write("a", "precious");
        _volume.Folder($"{Folder}/s");
        TestLibc.HardLink(_volume.Full("a"), _volume.Full($"{Folder}/s/a"));
        using var root = _volume.Open(renameNoReplace: noReplace);

        Assert.Equal([new RestoredFile("a", "a")], root.SettleTrash(Folder, Old, TempVolume.Tomorrow).Restored);
        Assert.Equal(["a"], _volume.Contents().Keys);
        Assert.Equal(1u, root.Stat(TempVolume.At("a")).Links);
    }

    [Fact]
    public void SettleTrash_NamesThatAreNotUtf8_ComeBackAsTheyWere()
    {
        _volume.Folder($"{Folder}/s");
        TestLibc.WriteRaw(TestLibc.Raw(_volume.Full($"{Folder}/s"), [.. "caf"u8, 0xE9]));
        using var root = _volume.Open();
        Assert.Equal([new RestoredFile(@"caf\xE9", @"caf\xE9")], root.SettleTrash(Folder, Old, TempVolume.Tomorrow).Restored);
        Assert.Equal((ScanEntryKind.Unaddressable, @"caf\xE9"), root.Scan().Select(e => (e.Kind, e.Path)).Single());
    }

    [Fact]
    public void SettleTrash_BatchFolderLeftEmpty_IsRemoved()
    {
        _volume.Folder(".longshore/trash/b1");
        _volume.Write(".longshore/trash/b2/p/s/a");
        using var root = _volume.Open();
        Assert.True(root.SettleTrash(".longshore/trash/b1", Old, TimeProvider.System).Live);
        Assert.True(Directory.Exists(_volume.Full(".longshore/trash/b1")));
        Assert.Empty(root.SettleTrash(".longshore/trash/b1", Old, TempVolume.Tomorrow).Failed);
        Assert.Empty(root.SettleTrash(".longshore/trash/b2", Old, TempVolume.Tomorrow).Restored);
        Assert.False(Directory.Exists(_volume.Full(".longshore/trash/b1")));
        Assert.True(File.Exists(_volume.Full(".longshore/trash/b2/p/s/a")));
    }

    /// <summary>Whoever may write to the volume decides how deep its trash is.</summary>
    [Fact]
    public void SettleTrash_EighteenThousandLevels_SettlesWhatIsOursAndLives()
    {
        _volume.Write($"{Folder}/s/a/file", "ours");
        _volume.Folder($"{Folder}/deep");
        TestLibc.MakeChain(_volume.Full($"{Folder}/deep"), "d"u8, 18_000);
        using (var root = _volume.Open())
        {
            Assert.Equal([Folder], root.StaleTrash(Old, TempVolume.Tomorrow));
            var settled = root.SettleTrash(Folder, Old, TempVolume.Tomorrow);
            Assert.Equal([new RestoredFile("a/file", "a/file")], settled.Restored);
            Assert.NotEmpty(settled.Failed);
        }

        Assert.Equal("ours", File.ReadAllText(_volume.Full("a/file")));
        // Too deep for nftw.
        System.Diagnostics.Process.Start("rm", ["-rf", _volume.Full(".longshore")]).WaitForExit();
    }

    [Fact]
    public void SettleTrash_FolderIsYoung_IsLeftToItsProcess()
    {
        _volume.Write($"{Folder}/s/a");
        using var root = _volume.Open();
        Assert.True(root.SettleTrash(Folder, Old, TimeProvider.System).Live);
        Assert.True(File.Exists(_volume.Full($"{Folder}/s/a")));
    }

    [Fact]
    public void SettleTrash_LivePeerIsMistakenForDead_TheFileStays()
    {
        _volume.Write("a", "contents");
        using var live = _volume.Open();
        using var peer = _volume.Open();
        live.Interfere = step =>
        {
            if (step == TrashStep.BeforeUnlink)
                Assert.Single(peer.SettleTrash(Folder, Old, TempVolume.Tomorrow).Restored);
        };

        // The fingerprint was proven, so either answer is right; the file is never half deleted.
        Assert.NotEqual(TrashResult.Deleted, TrashTests.Delete(live, "a").Result);
        Assert.Equal("contents", File.ReadAllText(_volume.Full("a")));
    }

    [Fact]
    public void SettleTrash_TwoAtOnce_RestoreEachFileOnce()
    {
        for (var i = 0; i < 200; i++)
            _volume.Write($"{Folder}/s/d{i % 5}/f{i}", $"{i}");
        var restored = 0;
        Parallel.For(0, 2, _ =>
        {
            using var root = _volume.Open();
            Interlocked.Add(ref restored, root.SettleTrash(Folder, TimeSpan.Zero, TempVolume.Tomorrow).Restored.Count);
        });

        Assert.Equal(200, _volume.Contents().Count);
        Assert.All(_volume.Contents().Keys, path => Assert.StartsWith("d", path, StringComparison.Ordinal));
        Assert.InRange(restored, 200, 400);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData(".longshore/trash/b1/..")]
    [InlineData(".longshore/trash/b1/p1/s")]
    [InlineData("/.longshore/trash/b1/p1")]
    [InlineData("../x/.longshore/trash")]
    public void SettleTrash_NotATrashFolder_Throws(string folder)
    {
        using var root = _volume.Open();
        Assert.Throws<ArgumentException>(() => root.SettleTrash(folder, Old, TempVolume.Tomorrow));
    }

    [Fact]
    public void SettleTrash_FileWithoutASlot_IsReportedAndStays()
    {
        _volume.Write($"{Folder}/stray");
        using var root = _volume.Open();
        Assert.Equal($"{Folder}/stray", Assert.Single(root.SettleTrash(Folder, Old, TempVolume.Tomorrow).Failed).Path);
        Assert.True(File.Exists(_volume.Full($"{Folder}/stray")));
    }
}
