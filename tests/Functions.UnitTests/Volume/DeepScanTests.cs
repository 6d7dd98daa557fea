using System.Text;
using Longshore.Volumes;
using Longshore.Volumes.Native;

namespace Longshore.UnitTests.Volumes;

/// <summary>Chains of folders, deeper than a path can name and deeper than a process may hold open.</summary>
public sealed class DeepScanTests : IDisposable
{
    private readonly TempVolume _volume = new();

    public void Dispose() => _volume.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Scan_FilesBesideEachFolderOfAChain_AreAllFoundInOrder(bool openBeneath)
    {
        const int Levels = 300;
        var expected = new List<string>();
        for (var level = 0; level < Levels; level++)
        {
            var folder = string.Concat(Enumerable.Repeat("d/", level));
            expected.Add(_volume.Write(folder + "a", ""));
            expected.Add(_volume.Write(folder + "z", ""));
        }

        using var root = _volume.Open(openBeneath);

        Assert.Equal(expected.Select(TempVolume.At).Order().Select(path => path.Value), root.Scan().Select(entry => entry.Path));
    }

    [Fact]
    public void Scan_ChainOf18000Folders_IsNamedOnceAndHoldsFewOpen()
    {
        var chain = _volume.Folder("chain");
        TestLibc.MakeChain(chain, "d"u8, 18_000);
        _volume.Write("z");
        try
        {
            using var root = _volume.Open();
            var most = 0;
            var entries = root.Scan().Select(entry =>
            {
                most = Math.Max(most, OpenBeneath(_volume.Root));
                return (entry.Kind, Length: entry.Path.Length, entry.Path[^1]);
            }).ToArray();

            Assert.Equal(new[] { (ScanEntryKind.Unaddressable, 4095, 'd'), (ScanEntryKind.File, 1, 'z') }, entries);
            Assert.InRange(most, 1, 80);
        }
        finally
        {
            TestLibc.RemoveChain(chain, "d"u8);
        }
    }

    /// <summary>
    /// The walk of the trash: each entry and each folder left is seen from a folder that is open, and few are at once.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TreeWalk_Chain_HoldsFewOpenAndLeavesEachFolder(bool openBeneath)
    {
        const int Levels = 300;
        for (var level = 0; level < Levels; level++)
            _volume.Write(string.Concat(Enumerable.Repeat("d/", level)) + "z", "");
        using var top =
            Sys.OpenRoot(PathText.Terminated(Encoding.UTF8.GetBytes(_volume.Root)), Flags.ReadOnly | Flags.Directory, out _)!;
        using var walk = new TreeWalk(top, new FolderOpener(openBeneath), null);
        var (files, left, most) = (0, 0, 0);
        while (walk.TryNext())
        {
            Assert.NotEqual(TreeStep.Failed, walk.Step);
            Assert.Equal(0, Sys.Stat(walk.Folder, walk.Name, forceSync: false, out _));
            files += walk.Step == TreeStep.Entry ? 1 : 0;
            left += walk.Step == TreeStep.Left ? 1 : 0;
            most = Math.Max(most, OpenBeneath(_volume.Root));
        }

        Assert.Equal((Levels, Levels - 1), (files, left));
        Assert.InRange(most, 1, 80);
    }

    /// <summary>A folder that cannot be opened again is a failed step, and the rest of the tree follows.</summary>
    [Fact]
    public void TreeWalk_FolderAboveIsMovedMeanwhile_FailsThereAndGoesOn()
    {
        _volume.Folder("a/" + string.Concat(Enumerable.Repeat("d/", 100)));
        _volume.Write("b/file", "");
        using var top =
            Sys.OpenRoot(PathText.Terminated(Encoding.UTF8.GetBytes(_volume.Root)), Flags.ReadOnly | Flags.Directory, out _)!;
        using var walk = new TreeWalk(top, new FolderOpener(false), null);
        var (failed, files) = (0, 0);
        while (walk.TryNext())
        {
            if (walk.Path.Length > 150 && Directory.Exists(_volume.Full("a")))
                Directory.Move(_volume.Full("a"), Path.Combine(_volume.Outside, "a"));
            failed += walk.Step == TreeStep.Failed ? 1 : 0;
            files += walk.Step == TreeStep.Entry ? 1 : 0;
        }

        Assert.True(failed > 0);
        Assert.Equal(1, files);
    }

    [Fact]
    public void Scan_FolderAboveIsMovedMeanwhile_LeavesTheRestOfItOut()
    {
        var deep = string.Concat(Enumerable.Repeat("d/", 100));
        _volume.Write("top/" + deep + "file", "");
        _volume.Write("top/z", "");
        _volume.Write("zz", "");
        using var root = _volume.Open();
        var seen = new List<string>();
        foreach (var entry in root.Scan())
        {
            seen.Add(entry.Path);
            if (seen.Count == 1)
                Directory.Move(_volume.Full("top"), _volume.Full("moved"));
        }

        Assert.Equal(["top/" + deep + "file", "zz"], seen);
    }

    /// <summary>A folder of root, mode 0700, as on every ext4 volume.</summary>
    [Fact]
    public void Scan_FolderIsLeftOut_IsNotOpened()
    {
        _volume.Write("a");
        _volume.Write("lost+found/#123");
        _volume.Write("x/lost+found/deep/#124");
        _volume.Write("x/y");
        TestLibc.ChangeMode(_volume.Full("lost+found"), 0);
        Isolated.AsNobody(() =>
        {
            using var root = _volume.Open();
            Assert.Equal(
                [(ScanEntryKind.File, "a"), (ScanEntryKind.Excluded, "lost+found"), (ScanEntryKind.Excluded, "x/lost+found"),
                    (ScanEntryKind.File, "x/y")],
                root.Scan(leavesOut: IgnoreRules.Of("").Covers).Select(entry => (entry.Kind, entry.Path)));
        });
        TestLibc.ChangeMode(_volume.Full("lost+found"), 0x1C0 /* rwx------ */);
    }

    private static int OpenBeneath(string folder) => Directory.EnumerateFileSystemEntries("/proc/self/fd")
        .Count(link => new FileInfo(link).LinkTarget?.StartsWith(folder, StringComparison.Ordinal) == true);
}
