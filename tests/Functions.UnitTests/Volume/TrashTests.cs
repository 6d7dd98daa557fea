using System.Text;
using Longshore.Settings;
using Longshore.Volumes;

namespace Longshore.UnitTests.Volumes;

/// <summary>Each case with and without <c>openat2</c> and RENAME_NOREPLACE.</summary>
public sealed class TrashTests : IDisposable
{
    private const string Batch = "b1";
    private const string Process = "p1";

    private readonly TempVolume _volume = new();

    public static TheoryData<bool, bool> Kernels => new() { { true, true }, { true, false }, { false, true }, { false, false } };

    public void Dispose() => _volume.Dispose();

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Delete_TheExpectedFile_IsDeletedAndLeavesNoTrash(bool openBeneath, bool noReplace)
    {
        _volume.Write("a/b/c.dat");
        _volume.Write("a/b/kept.dat");
        using (var root = _volume.Open(openBeneath, noReplace))
        {
            Assert.Equal(new TrashOutcome(TrashResult.Deleted, null), Delete(root, "a/b/c.dat"));
            Assert.Equal(new TrashOutcome(TrashResult.Gone, null), Delete(root, "a/b/c.dat"));
        }

        Assert.Equal(["a/b/kept.dat"], _volume.Contents().Keys);
        Assert.Empty(Directory.GetFileSystemEntries(_volume.Full(".longshore/trash")));
    }

    [Fact]
    public void Delete_PathsOfEveryShape_AreDeleted()
    {
        string[] paths =
        [
            "x", "a b/ c ", "-rf", "q'\"", "new\nline", "caf\u00E9", "cafe\u0301", new string('n', 255),
            $"{new string('\u00E9', 127)}/{new string('d', 255)}/f", ".dot", "%2e%2e", "\U0001F600",
            string.Join('/', Enumerable.Repeat(new string('p', 200), 18)),
        ];
        foreach (var path in paths)
            _volume.Write(path, "");
        using var root = _volume.Open();
        foreach (var path in paths)
            Assert.Equal(TrashResult.Deleted, Delete(root, path).Result);
        Assert.Empty(_volume.Contents());
    }

    [Fact]
    public void Delete_NothingOnTheWay_IsGone()
    {
        _volume.Write("file");
        using var root = _volume.Open();
        foreach (var path in new[] { "nothing", "no/such/file", "file/below" })
            Assert.Equal(TrashResult.Gone, root.Delete(TempVolume.At(path), default, Batch, Process).Result);
        Assert.False(Directory.Exists(_volume.Full(".longshore")));
    }

    [Theory]
    [InlineData("size")]
    [InlineData("mtime")]
    [InlineData("ctime")]
    [InlineData("inode")]
    public void Delete_FingerprintDiffers_TouchesNothing(string what)
    {
        _volume.Write("a");
        using var root = _volume.Open();
        var now = root.Stat(TempVolume.At("a"));
        var expected = what switch
        {
            "size" => now.Fingerprint with { Size = 1 },
            "mtime" => now.Fingerprint with { Modified = new Timestamp(1) },
            "ctime" => now.Fingerprint with { Changed = new Timestamp(1) },
            _ => now.Fingerprint with { Inode = 1 },
        };

        Assert.Equal(
            new TrashOutcome(TrashResult.Changed, Reasons.ChangedSinceReceipt),
            root.Delete(TempVolume.At("a"), expected, Batch, Process));
        Assert.Equal(now, root.Stat(TempVolume.At("a")));
        Assert.False(Directory.Exists(_volume.Full(".longshore")));
    }

    [Fact]
    public void Delete_InodesNotStable_ComparesTheRest()
    {
        _volume.Write("a");
        _volume.Write("b");
        using var root = _volume.Open(stableInodes: false);
        var print = root.Stat(TempVolume.At("a")).Fingerprint;
        Assert.Equal(TrashResult.Deleted, root.Delete(TempVolume.At("a"), print with { Inode = 99 }, Batch, Process).Result);
        Assert.Equal(TrashResult.Changed, root.Delete(TempVolume.At("b"), print with { Size = 99 }, Batch, Process).Result);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Delete_LinkFolderOrFifo_IsNotTouched(bool openBeneath, bool noReplace)
    {
        File.WriteAllText(Path.Combine(_volume.Outside, "f"), "outside");
        File.CreateSymbolicLink(_volume.Full("link"), Path.Combine(_volume.Outside, "f"));
        File.CreateSymbolicLink(_volume.Full("way"), _volume.Outside);
        _volume.Folder("folder");
        TestLibc.Fifo(_volume.Full("fifo"));
        using var root = _volume.Open(openBeneath, noReplace);
        using var outside =
            new Volume(Microsoft.Extensions.Options.Options.Create(new VolumeOptions { Root = _volume.Outside })).Open();
        var print = outside.Stat(TempVolume.At("f")).Fingerprint;

        foreach (var path in new[] { "link", "way/f", "way", "folder", "fifo" })
        {
            Assert.Equal(
                new TrashOutcome(TrashResult.Changed, Reasons.NotARegularFile),
                root.Delete(TempVolume.At(path), print, Batch, Process));
        }

        Assert.True(File.Exists(Path.Combine(_volume.Outside, "f")));
    }

    [Fact]
    public void Delete_OneNameOfAHardLink_KeepsTheOther()
    {
        _volume.Write("a", "shared");
        TestLibc.HardLink(_volume.Full("a"), _volume.Full("b"));
        using var root = _volume.Open();
        Assert.Equal(TrashResult.Deleted, Delete(root, "a").Result);
        Assert.Equal("shared", File.ReadAllText(_volume.Full("b")));
    }

    [Theory]
    [InlineData(".longshore")]
    [InlineData(".longshore/trash/b/p/s/x")]
    public void Delete_InTheOwnFolder_IsRefused(string path)
    {
        using var root = _volume.Open();
        Assert.Equal(new TrashOutcome(TrashResult.Failed, Reasons.Reserved),
            root.Delete(TempVolume.At(path), default, Batch, Process));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("\u00E9")]
    public void Delete_BatchOrProcessIsNoWord_Throws(string word)
    {
        using var root = _volume.Open();
        Assert.Throws<ArgumentException>(() => root.Delete(TempVolume.At("a"), default, word, Process));
        Assert.Throws<ArgumentException>(() => root.Delete(TempVolume.At("a"), default, Batch, word));
    }

    [Fact]
    public void Delete_TrashIsALinkToOutside_FailsAndMovesNothing()
    {
        _volume.Write("a");
        File.CreateSymbolicLink(_volume.Full(".longshore"), _volume.Outside);
        foreach (var openBeneath in new[] { true, false })
        {
            using var root = _volume.Open(openBeneath);
            Assert.Equal(TrashResult.Failed, Delete(root, "a").Result);
        }

        Assert.True(File.Exists(_volume.Full("a")));
        Assert.Empty(Directory.GetFileSystemEntries(_volume.Outside));
    }

    [Fact]
    public void Delete_FolderMayNotBeWritten_FailsWithTheReason()
    {
        TestLibc.ChangeMode(_volume.Root, 0x1FF);
        _volume.Write("closed/a");
        TestLibc.ChangeMode(_volume.Full("closed"), 0x16D /* r-xr-xr-x */);
        Isolated.AsNobody(() =>
        {
            using var root = _volume.Open();
            Assert.Equal(new TrashOutcome(TrashResult.Failed, Reasons.PermissionDenied), Delete(root, "closed/a"));
        });
        TestLibc.ChangeMode(_volume.Full("closed"), 0x1FF);
        Assert.True(File.Exists(_volume.Full("closed/a")));
    }

    [Fact]
    public void Delete_ReadOnlyVolume_FailsWithTheReason() =>
        Isolated.OnTmpfs(_volume.Root, "size=1m", () => _volume.Write("a"), readOnly: true, () =>
        {
            using var root = _volume.Open();
            Assert.Equal(new TrashOutcome(TrashResult.Failed, Reasons.ReadOnlyVolume), Delete(root, "a"));
            Assert.True(File.Exists(_volume.Full("a")));
        });

    [Fact]
    public void Delete_NoInodeLeftForTheTrash_IsDeletedAllTheSame() =>
        Isolated.OnTmpfs(_volume.Root, "size=1m,nr_inodes=2", () => _volume.Write("a"), readOnly: false, () =>
        {
            using var root = _volume.Open();
            Assert.Equal(new TrashOutcome(TrashResult.Deleted, null), Delete(root, "a"));
            Assert.Empty(_volume.Contents());
        });

    [Fact]
    public void Delete_SeveralThreads_DeleteEachFileOnce()
    {
        var paths = Enumerable.Range(0, 400).Select(i => _volume.Write($"d{i % 7}/e{i % 3}/f{i}")).ToArray();
        using (var root = _volume.Open())
        {
            var deleted = 0;
            Parallel.ForEach(paths.Concat(paths), new ParallelOptions { MaxDegreeOfParallelism = 8 }, path =>
            {
                if (Delete(root, path).Result == TrashResult.Deleted)
                    Interlocked.Increment(ref deleted);
            });
            Assert.Equal(400, deleted);
        }

        Assert.Empty(_volume.Contents());
        Assert.Empty(Directory.GetFileSystemEntries(_volume.Full(".longshore/trash")));
    }

    [Fact]
    public void Delete_UmaskOfTheProcess_DoesNotKeepTheGroupOut()
    {
        _volume.Write("a/b");
        using var root = _volume.Open();
        On(root, TrashStep.BeforeUnlink, () =>
        {
            foreach (var folder in Directory.GetDirectories(_volume.Full(".longshore"), "*", SearchOption.AllDirectories))
                Assert.Equal(0x1F8u, root.Stat(TempVolume.At(Path.GetRelativePath(_volume.Root, folder))).Mode & 0x1F8);
        });
        Assert.Equal(TrashResult.Deleted, Delete(root, "a/b").Result);
    }

    [Fact]
    public void Sibling_NameAtTheBound_IsCutAtACharacter()
    {
        var sibling = Restorer.Sibling(Encoding.UTF8.GetBytes(new string('\u00E9', 127) + "x"), 12);
        Assert.InRange(sibling.Length, 250, 255);
        Assert.EndsWith("\u00E9.longshore-restored-12", new UTF8Encoding(false, true).GetString(sibling),
            StringComparison.Ordinal);
    }

    internal static TrashOutcome Delete(VolumeRoot root, string path) => Delete(root, path, ProofOf(root, path));

    /// <summary>What the tests look at: whether there was a lease depends on filesystem and user.</summary>
    internal static TrashOutcome Delete(VolumeRoot root, string path, ContentProof proof) =>
        root.Delete(TempVolume.At(path), root.Stat(TempVolume.At(path)).Fingerprint, Batch, Process,
            proof) with
        { Leased = false };

    /// <summary>What S3 would say of the file as it is now.</summary>
    internal static ContentProof ProofOf(VolumeRoot root, string path, bool always = false)
    {
        using var file = root.OpenRead(TempVolume.At(path));
        return file is null ? default
            : new ContentProof(FileHashes.Whole(file, CancellationToken.None), null, always, TimeSpan.FromMinutes(1));
    }

    internal static void On(VolumeRoot root, TrashStep step, Action act) => root.Interfere = at =>
    {
        if (at == step)
            act();
    };
}
