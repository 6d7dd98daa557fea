using Longshore.Volumes;

namespace Longshore.UnitTests.Volumes;

/// <summary>
/// A writer swaps a folder for a link to outside and back, as fast as it can, while files in it are opened and deleted. The
/// loops are bounded; whatever the timing, nothing outside may be read or touched.
/// </summary>
public sealed class SwapRaceTests : IDisposable
{
    private const int Rounds = 250;

    private readonly TempVolume _volume = new();

    public void Dispose() => _volume.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OpenRead_FolderIsSwappedForALink_NeverReadsOutside(bool openBeneath)
    {
        _volume.Write("f/a", "inside");
        File.WriteAllText(Path.Combine(_volume.Outside, "a"), "OUTSIDE");
        using var root = _volume.Open(openBeneath);
        var path = TempVolume.At("f/a");

        await WhileSwapping(_ =>
        {
            try
            {
                using var file = root.OpenRead(path);
                var buffer = new byte[7];
                if (file is null)
                    return;
                Assert.Equal("inside"u8.ToArray(), buffer[..file.Read(buffer, 0)]);
            }
            catch (VolumeFileException e)
            {
                Assert.Equal(Reasons.NotARegularFile, e.Reason);
            }
        });
    }

    [Theory]
    [MemberData(nameof(TrashTests.Kernels), MemberType = typeof(TrashTests))]
    public async Task Delete_FolderIsSwappedForALink_NeverDeletesOutside(bool openBeneath, bool noReplace)
    {
        // The files outside are twins in all that a fingerprint without inode holds but ctime.
        var prints = new Fingerprint[Rounds];
        using var root = _volume.Open(openBeneath, noReplace, stableInodes: false);
        for (var i = 0; i < Rounds; i++)
        {
            _volume.Write($"f/{i}", "inside");
            File.WriteAllText(Path.Combine(_volume.Outside, $"{i}"), "inside");
            TestLibc.SetModified(_volume.Full($"f/{i}"), 1_700_000_000, 0);
            TestLibc.SetModified(Path.Combine(_volume.Outside, $"{i}"), 1_700_000_000, 0);
            prints[i] = root.Stat(TempVolume.At($"f/{i}")).Fingerprint;
        }

        var deleted = 0;
        await WhileSwapping(i =>
        {
            var outcome = root.Delete(TempVolume.At($"f/{i}"), prints[i], "b1", "p1");
            Assert.Contains(outcome.Result, new[] { TrashResult.Deleted, TrashResult.Changed, TrashResult.Gone });
            deleted += outcome.Result == TrashResult.Deleted ? 1 : 0;
        });

        Assert.Equal(Rounds, Directory.GetFiles(_volume.Outside).Length);
        Assert.Equal(Rounds - deleted, Directory.GetFiles(_volume.Full("f")).Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Scan_FolderIsSwappedForALink_NeverListsOutside(bool openBeneath)
    {
        _volume.Write("f/a", "inside");
        File.WriteAllText(Path.Combine(_volume.Outside, "only-outside"), "OUTSIDE");
        using var root = _volume.Open(openBeneath);

        await WhileSwapping(_ => Assert.DoesNotContain(root.Scan(), e => e.Path.Contains("outside", StringComparison.Ordinal)));
    }

    private async Task WhileSwapping(Action<int> act)
    {
        using var done = new CancellationTokenSource();
        var (folder, real, link) = (_volume.Full("f"), _volume.Full("real"), _volume.Full("link"));
        File.CreateSymbolicLink(link, _volume.Outside);
        var swapper = Task.Run(
            () =>
            {
                while (!done.IsCancellationRequested)
                {
                    TestLibc.Rename(folder, real);
                    TestLibc.Rename(link, folder);
                    Thread.SpinWait(1000);
                    TestLibc.Rename(folder, link);
                    TestLibc.Rename(real, folder);
                    Thread.SpinWait(1000);
                }
            },
            TestContext.Current.CancellationToken);
        try
        {
            for (var i = 0; i < Rounds; i++)
                act(i);
        }
        finally
        {
            await done.CancelAsync();
            await swapper;
        }
    }
}
