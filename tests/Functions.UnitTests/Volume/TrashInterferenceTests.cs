using Longshore.Volumes;
using static Longshore.UnitTests.Volumes.TrashTests;

namespace Longshore.UnitTests.Volumes;

/// <summary>Somebody else acts between two steps of a deletion.</summary>
public sealed class TrashInterferenceTests : IDisposable
{
    private readonly TempVolume _volume = new();

    public void Dispose() => _volume.Dispose();

    [Theory]
    [MemberData(nameof(TrashTests.Kernels), MemberType = typeof(TrashTests))]
    public void Delete_OtherFileMovedInBeforeTheRename_IsPutBack(bool openBeneath, bool noReplace)
    {
        _volume.Write("f/a", "expected");
        _volume.Write("new", "precious");
        using var root = _volume.Open(openBeneath, noReplace);
        On(root, TrashStep.BeforeRename, () => TestLibc.Rename(_volume.Full("new"), _volume.Full("f/a")));

        Assert.Equal(new TrashOutcome(TrashResult.PutBack, Reasons.ChangedWhileDeleting), Delete(root, "f/a"));
        Assert.Equal([("f/a", "precious")], _volume.Contents().Select(c => (c.Key, c.Value)));
    }

    [Theory]
    [InlineData((int)TrashStep.BeforeRename)]
    [InlineData((int)TrashStep.BeforeVerify)]
    [InlineData((int)TrashStep.BeforeUnlink)]
    public void Delete_HeldOpenAndWrittenMeanwhile_IsPutBack(int step)
    {
        _volume.Write("a", "old");
        using var writer = new FileStream(_volume.Full("a"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        using var root = _volume.Open();
        On(root, (TrashStep)step, () =>
        {
            writer.Write("new"u8);
            writer.Flush();
        });

        var outcome = Delete(root, "a");

        // Where leases tell of the writer the file is not even touched.
        Assert.Contains(outcome.Reason, new[] { Reasons.ChangedWhileDeleting, Reasons.OpenForWriting, Reasons.BytesDiffer });
        writer.Write("er"u8);
        writer.Flush();
        Assert.StartsWith("old", File.ReadAllText(_volume.Full("a")), StringComparison.Ordinal);
        Assert.EndsWith("er", File.ReadAllText(_volume.Full("a")), StringComparison.Ordinal);
    }

    [Fact]
    public void Delete_HeldOpenAndWrittenWithoutLeases_IsSeenBeforeTheUnlink()
    {
        Assert.SkipUnless(TestLibc.IsRoot, "another user's file is needed, which only root can make");
        _volume.Write("a", "old");
        TestLibc.ChangeMode(_volume.Root, 0x1FF);
        TestLibc.ChangeMode(_volume.Full("a"), 0x1FF);
        using var writer = new FileStream(_volume.Full("a"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        Isolated.AsNobody(() =>
        {
            using var root = _volume.Open();
            On(root, TrashStep.BeforeUnlink, () =>
            {
                writer.Write("new"u8);
                writer.Flush();
            });
            Assert.Equal(TrashResult.PutBack, Delete(root, "a").Result);
        });
        Assert.Equal("oldnew", File.ReadAllText(_volume.Full("a")));
    }

    [Theory]
    [MemberData(nameof(TrashTests.Kernels), MemberType = typeof(TrashTests))]
    public void Delete_NameTakenBeforeThePutBack_GoesBesideIt(bool openBeneath, bool noReplace)
    {
        _volume.Write("f/a", "expected");
        _volume.Write("f/a.longshore-restored-1", "there before");
        _volume.Write("new", "precious");
        using var root = _volume.Open(openBeneath, noReplace);
        root.Interfere = step =>
        {
            if (step == TrashStep.BeforeRename)
                TestLibc.Rename(_volume.Full("new"), _volume.Full("f/a"));
            else if (step == TrashStep.BeforePutBack)
                _volume.Write("f/a", "newer still");
        };

        var outcome = Delete(root, "f/a");

        Assert.Equal((TrashResult.PutBack, "f/a.longshore-restored-2"), (outcome.Result, outcome.RestoredAs));
        Assert.Equal(
            [("f/a", "newer still"), ("f/a.longshore-restored-1", "there before"), ("f/a.longshore-restored-2", "precious")],
            _volume.Contents().Select(c => (c.Key, c.Value)));
    }

    [Theory]
    [MemberData(nameof(TrashTests.Kernels), MemberType = typeof(TrashTests))]
    public void Delete_FolderRemovedBeforeThePutBack_IsMadeAgain(bool openBeneath, bool noReplace)
    {
        _volume.Write("f/g/a", "expected");
        _volume.Write("new", "precious");
        using var root = _volume.Open(openBeneath, noReplace);
        root.Interfere = step =>
        {
            if (step == TrashStep.BeforeRename)
                TestLibc.Rename(_volume.Full("new"), _volume.Full("f/g/a"));
            else if (step == TrashStep.BeforePutBack)
                Directory.Delete(_volume.Full("f"), true);
        };

        Assert.Equal(new TrashOutcome(TrashResult.PutBack, Reasons.ChangedWhileDeleting), Delete(root, "f/g/a"));
        Assert.Equal("precious", _volume.Contents()["f/g/a"]);
    }

    [Theory]
    [MemberData(nameof(TrashTests.Kernels), MemberType = typeof(TrashTests))]
    public void Delete_LinkOrFolderMovedInBeforeTheRename_IsPutBackAsItIs(bool openBeneath, bool noReplace)
    {
        File.WriteAllText(Path.Combine(_volume.Outside, "x"), "outside");
        using var root = _volume.Open(openBeneath, noReplace);
        foreach (var kind in new[] { "link", "folder", "fifo" })
        {
            _volume.Write(kind, "expected");
            On(root, TrashStep.BeforeRename, () =>
            {
                File.Delete(_volume.Full(kind));
                if (kind == "link")
                    File.CreateSymbolicLink(_volume.Full(kind), _volume.Outside);
                else if (kind == "folder")
                    _volume.Write("folder/inside", "precious");
                else
                    TestLibc.Fifo(_volume.Full(kind));
            });
            Assert.Equal(new TrashOutcome(TrashResult.PutBack, Reasons.ChangedWhileDeleting), Delete(root, kind));
        }

        Assert.Equal(_volume.Outside, new FileInfo(_volume.Full("link")).LinkTarget);
        Assert.Equal("precious", File.ReadAllText(_volume.Full("folder/inside")));
        Assert.Equal(FileKind.Special, root.Stat(TempVolume.At("fifo")).Kind);
        Assert.Equal("outside", File.ReadAllText(Path.Combine(_volume.Outside, "x")));
    }

    [Theory]
    [MemberData(nameof(TrashTests.Kernels), MemberType = typeof(TrashTests))]
    public void Delete_FolderSwappedForALinkBeforeTheRename_DeletesNothingOutside(bool openBeneath, bool noReplace)
    {
        _volume.Write("f/a", "expected");
        File.WriteAllText(Path.Combine(_volume.Outside, "a"), "outside");
        using var root = _volume.Open(openBeneath, noReplace);
        On(root, TrashStep.BeforeRename, () =>
        {
            Directory.Move(_volume.Full("f"), _volume.Full("moved"));
            File.CreateSymbolicLink(_volume.Full("f"), _volume.Outside);
        });

        Assert.Equal(TrashResult.Deleted, Delete(root, "f/a").Result);
        Assert.Equal("outside", File.ReadAllText(Path.Combine(_volume.Outside, "a")));
        Assert.Empty(Directory.GetFiles(_volume.Full("moved")));
    }

    [Fact]
    public void Delete_FileVanishesBeforeTheRename_IsGone()
    {
        _volume.Write("a");
        using var root = _volume.Open();
        On(root, TrashStep.BeforeRename, () => File.Delete(_volume.Full("a")));
        Assert.Equal(new TrashOutcome(TrashResult.Gone, null), Delete(root, "a"));
    }

    [Fact]
    public void Delete_TrashFolderRemovedByAPeerBeforeTheRename_IsMadeAgain()
    {
        _volume.Write("a");
        using var root = _volume.Open();
        var removed = false;
        On(root, TrashStep.BeforeRename, () =>
        {
            if (!removed)
                Directory.Delete(_volume.Full(".longshore/trash"), true);
            removed = true;
        });
        Assert.Equal(TrashResult.Deleted, Delete(root, "a").Result);
    }

    [Fact]
    public void Delete_TrashFolderRemovedByAPeerBetweenTwoFiles_IsMadeAgain()
    {
        _volume.Write("d/a");
        _volume.Write("d/b");
        using var root = _volume.Open();
        Assert.Equal(TrashResult.Deleted, Delete(root, "d/a").Result);
        Directory.Delete(_volume.Full(".longshore/trash"), true);
        Assert.Equal(TrashResult.Deleted, Delete(root, "d/b").Result);
    }
}
