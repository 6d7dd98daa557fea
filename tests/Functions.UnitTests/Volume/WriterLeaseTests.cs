using Longshore.Volumes;

namespace Longshore.UnitTests.Volumes;

public sealed class WriterLeaseTests : IDisposable
{
    private readonly TempVolume _volume = new();

    public void Dispose() => _volume.Dispose();

    [Fact]
    public void ProbeWriter_WriterComesAndGoes_IsTold()
    {
        _volume.Write("a");
        using var root = _volume.Open();
        using var file = root.OpenRead(TempVolume.At("a"))!;
        Assert.SkipWhen(file.ProbeWriter() == WriterState.Unknown,
            "the temporary directory lies on a filesystem that does not tell who has a file open for writing");

        Assert.Equal(WriterState.None, file.ProbeWriter());
        using (File.Open(_volume.Full("a"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            Assert.Equal(WriterState.Open, file.ProbeWriter());
        using (File.Open(_volume.Full("a"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
            Assert.Equal(WriterState.None, file.ProbeWriter());
    }

    [Fact]
    public void ProbeWriter_SomebodyElsesFile_IsUnknown()
    {
        Assert.SkipUnless(TestLibc.IsRoot, "another user's file is needed, which only root can make");
        _volume.Write("a");
        Isolated.AsNobody(() =>
        {
            using var root = _volume.Open();
            using var file = root.OpenRead(TempVolume.At("a"))!;
            Assert.Equal(WriterState.Unknown, file.ProbeWriter());
        });
    }

    [Fact]
    public void ProbeWriter_FilesystemWithoutLeases_IsUnknown()
    {
        using var file = File.OpenHandle("/proc/self/status");
        Assert.Equal(WriterState.Unknown, WriterLease.Probe(file));
    }

    /// <summary>A writer that breaks a lease makes the kernel signal its holder; SIGIO would end the process.</summary>
    [Fact]
    public async Task ProbeWriter_WritersBreakTheLease_TheProcessLives()
    {
        _volume.Write("a");
        using var root = _volume.Open();
        using var file = root.OpenRead(TempVolume.At("a"))!;
        Assert.SkipWhen(file.ProbeWriter() == WriterState.Unknown,
            "the temporary directory lies on a filesystem that does not tell who has a file open for writing");
        using var done = new CancellationTokenSource();
        var writer = Task.Run(
            () =>
            {
                while (!done.IsCancellationRequested)
                    File.Open(_volume.Full("a"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite).Dispose();
            },
            TestContext.Current.CancellationToken);

        var states = Enumerable.Range(0, 5000).Select(_ => file.ProbeWriter()).ToHashSet();
        await done.CancelAsync();
        await writer;

        Assert.DoesNotContain(WriterState.Unknown, states);
        Assert.Equal(WriterState.None, file.ProbeWriter());
    }
}
