using Longshore.Volumes;
using static Longshore.UnitTests.Volumes.TrashTests;

namespace Longshore.UnitTests.Volumes;

/// <summary>The very case that Longshore is for: nothing more can be made on the volume, and it is to be emptied.</summary>
public sealed class FullVolumeTests : IDisposable
{
    private static readonly string[] Paths =
    [
        "at-the-top", "folder/a", "folder/b", "folder/deeper/c", $"long/{new string('n', 255)}", $"long/{new string('m', 229)}",
        "sp ace/new\nline",
    ];

    private readonly TempVolume _volume = new();

    public static TheoryData<string, bool, bool> Kinds => new(
        from kind in new[] { "ext4", "xfs" }
        from inodes in new[] { false, true }
        where kind == "ext4" || !inodes // XFS makes inodes out of blocks.
        from leases in new[] { true, false }
        select (kind, inodes, leases));

    public void Dispose() => _volume.Dispose();

    /// <summary>The first cleanup that the volume ever sees: there is no <c>.longshore</c>, and none can be made.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Delete_VolumeIsFull_IsEmptiedByAnOrdinaryUser(string kind, bool inodes, bool leases) => OnFull(kind, inodes, () =>
    {
        using (var root = _volume.Open(leases: leases))
        {
            Assert.True(root.TryProbeWritable(out _));
            foreach (var path in Paths)
                Assert.Equal(new TrashOutcome(TrashResult.Deleted, null), Delete(root, path));
        }

        Assert.DoesNotContain(_volume.Contents().Keys, path => !path.StartsWith("fill", StringComparison.Ordinal));
    });

    [Fact]
    public void Delete_ProcessDiesOnAFullVolume_TheFileIsFoundAndPutBack() => OnFull("ext4", inodes: true, () =>
    {
        foreach (var path in Paths.Where(path => path.Length < 200))
        {
            using (var dying = _volume.Open())
            {
                On(dying, TrashStep.BeforeVerify, () => throw new OperationCanceledException("kill -9"));
                Assert.Throws<OperationCanceledException>(() => Delete(dying, path));
            }

            Assert.False(File.Exists(_volume.Full(path)));
            using var root = _volume.Open();
            var found = Assert.Single(root.Scan(), entry => entry.Kind == ScanEntryKind.Hidden);
            Assert.True(root.SettleHidden(found.Path, TimeSpan.FromMinutes(9), TimeProvider.System).Live);
            var settled = root.SettleHidden(found.Path, TimeSpan.FromMinutes(9), TempVolume.Tomorrow);
            Assert.Equal([new RestoredFile(path, path)], settled.Restored);
            Assert.Empty(settled.Failed);
            Assert.Equal(path, File.ReadAllText(_volume.Full(path)));
            Assert.Empty(root.SettleHidden(found.Path, TimeSpan.FromMinutes(9), TempVolume.Tomorrow).Restored);
        }
    });

    [Theory]
    [InlineData((int)TrashStep.BeforeRename)]
    [InlineData((int)TrashStep.BeforeVerify)]
    [InlineData((int)TrashStep.BeforeUnlink)]
    public void Delete_WrittenUnseenOnAFullVolume_IsPutBack(int step) => OnFull("ext4", inodes: true, () =>
    {
        using var root = _volume.Open(leases: false);
        On(root, (TrashStep)step, () =>
        {
            var file = Directory.GetFiles(_volume.Full("folder"), "*a").Single();
            var modified = File.GetLastWriteTimeUtc(file);
            using (var stream = new FileStream(file, FileMode.Open, FileAccess.Write))
                stream.Write("FOLDER/A"u8);
            File.SetLastWriteTimeUtc(file, modified);
        });

        var outcome = Delete(root, "folder/a");

        Assert.Equal(TrashResult.PutBack, outcome.Result);
        Assert.Equal("FOLDER/A", File.ReadAllText(_volume.Full("folder/a")));
    });

    [Fact]
    public void HiddenName_NameAtTheBound_IsCutAtACharacter()
    {
        var hidden = HiddenName.For(System.Text.Encoding.UTF8.GetBytes(new string('\u00E9', 127) + "\0"));
        Assert.InRange(hidden.Length, 250, 256);
        Assert.True(HiddenName.TryRead(hidden.AsSpan(..^1), out var own));
        Assert.Equal(new string('\u00E9', 114), System.Text.Encoding.UTF8.GetString(own));
    }

    [Theory]
    [InlineData(".longshore-trash-0123abcd-name", "name")]
    [InlineData(".longshore-trash-0123abcd-", null)]
    [InlineData(".longshore-trash-0123ABCD-name", null)]
    [InlineData(".longshore-trash-0123abcdname", null)]
    [InlineData(".longshore-trash-", null)]
    [InlineData("name", null)]
    public void HiddenName_Read_TellsTheName(string hidden, string? name)
    {
        Assert.Equal(name is not null, HiddenName.TryRead(System.Text.Encoding.UTF8.GetBytes(hidden), out var own));
        Assert.Equal(name ?? "", System.Text.Encoding.UTF8.GetString(own));
        Assert.Equal(name is not null, HiddenName.Ends($"folder/{hidden}"));
        Assert.Equal(name is not null,
            new Volume(Microsoft.Extensions.Options.Options.Create(_volume.Options)).IsReserved(hidden));
    }

    private void OnFull(string kind, bool inodes, Action act) =>
        LoopVolume.With(_volume.Root, kind, kind == "xfs" ? 320 : 8, kind == "xfs" ? [] : ["-m", "0", "-N", "64"],
            () => { }, () =>
        {
            foreach (var path in Paths)
                _volume.Write(path, path);
            if (inodes)
                FillInodes();
            else
                FillBlocks();
            Assert.Throws<IOException>(() => Directory.CreateDirectory(_volume.Full("no-room-for-this")));
            act();
        });

    private void FillBlocks()
    {
        using var file = new FileStream(_volume.Full("fill"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var size in new[] { 1 << 20, 4096, 512 })
        {
            try
            {
                while (true)
                {
                    file.Write(new byte[size]);
                    if (size > 4096)
                        continue;
                    file.Flush(flushToDisk: true);
                }
            }
            catch (IOException)
            {
                file.Flush(flushToDisk: true);
            }
        }
    }

    private void FillInodes()
    {
        try
        {
            for (var i = 0; ; i++)
                File.WriteAllText(_volume.Full($"fill-{i}"), "");
        }
        catch (IOException)
        {
            // No inode is left.
        }
    }
}
