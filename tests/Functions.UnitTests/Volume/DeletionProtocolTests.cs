using System.IO.MemoryMappedFiles;
using Longshore.Volumes;
using static Longshore.UnitTests.Volumes.TrashTests;

namespace Longshore.UnitTests.Volumes;

/// <summary>
/// A writer who leaves size and mtime as they were, at every boundary of a deletion: with a lease it waits or is seen, without
/// one the bytes tell. Nothing that it has written may be lost.
/// </summary>
public sealed class DeletionProtocolTests : IDisposable
{
    private const string Shipped = "shipped";
    private const string Written = "written";

    private readonly TempVolume _volume = new();

    public enum Act
    {
        None = 0,
        Rewrite,
        Map,
        TruncateAndRegrow,
    }

    public static TheoryData<Act, int> Boundaries => new(
        from act in new[] { Act.Rewrite, Act.Map, Act.TruncateAndRegrow }
        from step in new[] { TrashStep.BeforeRename, TrashStep.BeforeVerify, TrashStep.BeforeUnlink }
        select (act, (int)step));

    public void Dispose() => _volume.Dispose();

    [Theory]
    [MemberData(nameof(Boundaries))]
    public void Delete_WrittenUnseenUnderALease_TheWriterWaitsAndLosesNothing(Act act, int step)
    {
        using var root = Stand();
        SkipWithoutLeases(root);
        using var opening = new ManualResetEventSlim();
        var writer = new Thread(() =>
        {
            opening.Set();
            Do(act);
        });
        On(root, (TrashStep)step, () =>
        {
            writer.Start();
            opening.Wait();
            // Long enough for it to get from here into open(2), where it waits for the lease.
            writer.Join(TimeSpan.FromMilliseconds(150));
        });

        var outcome = Delete(root, "a");

        Assert.Equal((TrashResult.PutBack, Reasons.OpenForWriting), (outcome.Result, outcome.Reason));
        writer.Join();
        Assert.Equal(Written, File.ReadAllText(_volume.Full("a")));
    }

    [Theory]
    [MemberData(nameof(Boundaries))]
    public void Delete_WrittenUnseenWithoutALease_IsToldByItsBytesOrItsCtime(Act act, int step)
    {
        using var root = Stand(leases: false);
        On(root, (TrashStep)step, () => Do(act));

        var outcome = Delete(root, "a");

        Assert.Equal(TrashResult.PutBack, outcome.Result);
        Assert.Equal(step == (int)TrashStep.BeforeRename ? Reasons.BytesDiffer : Reasons.ChangedWhileDeleting, outcome.Reason);
        Assert.Equal(Written, File.ReadAllText(_volume.Full("a")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Delete_WrittenUnseenBeforeTheLastLook_IsToldByItsCtime(bool leases)
    {
        using var root = Stand(leases: leases);
        On(root, TrashStep.BeforeLease, () => Do(Act.Rewrite));

        Assert.Equal(new TrashOutcome(TrashResult.Changed, Reasons.ChangedSinceReceipt), Delete(root, "a"));
        Assert.Equal(Written, File.ReadAllText(_volume.Full("a")));
    }

    /// <summary>
    /// A lease is of the file, whatever name a writer comes by, and without stable inodes a receipt knows none.
    /// </summary>
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Delete_ReplacedByATwinBeforeTheRename_IsPutBack(bool leases, bool stableInodes)
    {
        using var root = Stand(leases: leases, stableInodes: stableInodes);
        On(root, TrashStep.BeforeRename, () =>
        {
            var modified = File.GetLastWriteTimeUtc(_volume.Full("a"));
            File.Move(_volume.Full("a"), _volume.Full("aside"));
            _volume.Write("a", Written);
            File.SetLastWriteTimeUtc(_volume.Full("a"), modified);
        });

        Assert.Equal(TrashResult.PutBack, Delete(root, "a").Result);
        Assert.Equal((Shipped, Written), (File.ReadAllText(_volume.Full("aside")), File.ReadAllText(_volume.Full("a"))));
    }

    /// <summary>A second store into a page that is dirty moves neither mtime nor ctime.</summary>
    [Theory]
    [InlineData((int)TrashStep.None)]
    [InlineData((int)TrashStep.BeforeRename)]
    [InlineData((int)TrashStep.BeforeVerify)]
    [InlineData((int)TrashStep.BeforeUnlink)]
    public void Delete_StoreIntoADirtyPageOfAMapping_IsToldByItsBytesOrItsCtime(int step)
    {
        using var root = Stand(leases: false);
        using var file = new FileStream(_volume.Full("a"), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        using var map = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.ReadWrite,
            HandleInheritability.None, leaveOpen: false);
        using var view = map.CreateViewAccessor();
        view.Write(0, (byte)'s');
        var proof = ProofOf(root, "a");
        var print = root.Stat(TempVolume.At("a")).Fingerprint;
        void Store() => view.WriteArray(0, "written"u8.ToArray(), 0, 7);
        if (step == (int)TrashStep.None)
            Store();
        else
            On(root, (TrashStep)step, Store);
        Assert.SkipUnless(root.Stat(TempVolume.At("a")).Fingerprint == print,
            "the kernel wrote the page back before the test could look; run it again");

        var outcome = root.Delete(TempVolume.At("a"), print, "b1", "p1", proof);

        Assert.Equal(TrashResult.PutBack, outcome.Result);
        Assert.Equal(Written, File.ReadAllText(_volume.Full("a")));
    }

    [Fact]
    public void Delete_MappedForWriting_IsNotTouchedWhereLeasesTell()
    {
        using var root = Stand();
        SkipWithoutLeases(root);
        using var map = MemoryMappedFile.CreateFromFile(_volume.Full("a"), FileMode.Open);
        using var view = map.CreateViewAccessor();
        Assert.Equal(new TrashOutcome(TrashResult.Changed, Reasons.OpenForWriting), Delete(root, "a"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Delete_BytesAreNotTheObjects_IsPutBackWhereTheyAreRead(bool leases)
    {
        using var root = Stand(leases: leases);
        var other = ProofOf(root, "b", always: true);
        Assert.Equal(new TrashOutcome(TrashResult.PutBack, Reasons.BytesDiffer), Delete(root, "a", other));
        Assert.Equal(new TrashOutcome(TrashResult.Deleted, null), Delete(root, "a", ProofOf(root, "a", always: true)));
        Assert.Equal(["b"], _volume.Contents().Keys);
    }

    [Fact]
    public void Delete_CompositeChecksum_IsComputedInItsParts()
    {
        using var root = Stand(leases: false);
        using (var file = root.OpenRead(TempVolume.At("a"))!)
        {
            var composite = new ContentProof(FileHashes.Composite(file, 3, TestContext.Current.CancellationToken), 3, false,
                TimeSpan.FromMinutes(1));
            Assert.Equal(new TrashOutcome(TrashResult.Failed, Reasons.NoChecksum),
                Delete(root, "a", composite with { PartBytes = null }));
            Assert.Equal(new TrashOutcome(TrashResult.Failed, Reasons.NoChecksum),
                Delete(root, "a", composite with { PartBytes = 1 }));
            Assert.Equal(new TrashOutcome(TrashResult.Deleted, null), Delete(root, "a", composite));
        }
    }

    [Fact]
    public void Delete_NoLeaseAndNoChecksum_TouchesNothing()
    {
        using var root = Stand(leases: false);
        var before = root.Stat(TempVolume.At("a"));
        Assert.Equal(new TrashOutcome(TrashResult.Failed, Reasons.NoChecksum), Delete(root, "a", default));
        Assert.Equal(before, root.Stat(TempVolume.At("a")));
    }

    [Fact]
    public void Delete_CannotBeReadInTime_IsNotRenamed()
    {
        using var root = Stand(leases: false);
        using (var file = File.OpenWrite(_volume.Full("large")))
            file.SetLength(64 << 20);
        var before = root.Stat(TempVolume.At("large"));
        var proof = ProofOf(root, "large") with { Limit = TimeSpan.FromMilliseconds(1) };
        Assert.Equal(new TrashOutcome(TrashResult.Failed, Reasons.TooLargeToReread), Delete(root, "large", proof));
        Assert.Equal(before, root.Stat(TempVolume.At("large")));
    }

    [Fact]
    public void Delete_TimeEndsWhileItIsRead_IsPutBack()
    {
        using var root = Stand(leases: false);
        using var stop = new CancellationTokenSource();
        On(root, TrashStep.BeforeVerify, stop.Cancel);
        Assert.Equal(new TrashOutcome(TrashResult.PutBack, Reasons.OutOfTime),
            Delete(root, "a", ProofOf(root, "a") with { Stop = stop.Token }));
        On(root, TrashStep.None, () => { });
        Assert.Equal(new TrashOutcome(TrashResult.PutBack, Reasons.TooLargeToReread),
            Delete(root, "a", ProofOf(root, "a") with { Limit = TimeSpan.FromTicks(-1) }));
        Assert.Equal(Shipped, File.ReadAllText(_volume.Full("a")));
    }

    [Fact]
    public void Delete_MayNotBeReadAgain_IsPutBackWithTheReason()
    {
        TestLibc.ChangeMode(_volume.Root, 0x1FF);
        Isolated.AsNobody(() =>
        {
            using var root = Stand(leases: false);
            On(root, TrashStep.BeforeRename, () => TestLibc.ChangeMode(_volume.Full("a"), 0));
            Assert.Equal(new TrashOutcome(TrashResult.PutBack, Reasons.PermissionDenied), Delete(root, "a"));
        });
        Assert.True(File.Exists(_volume.Full("a")));
    }

    /// <summary>
    /// tmpfs moves no times for mapped writes, and a mapping that is closed again leaves no trace but the bytes.
    /// </summary>
    [Fact]
    public void Delete_OnTmpfs_IsReadAgainEvenUnderALease() =>
        Isolated.OnTmpfs(_volume.Root, "size=1m", () => { }, readOnly: false, () =>
        {
            using var root = Stand();
            var (proof, print) = (ProofOf(root, "a"), root.Stat(TempVolume.At("a")).Fingerprint);
            using (var map = MemoryMappedFile.CreateFromFile(_volume.Full("a"), FileMode.Open))
            using (var view = map.CreateViewAccessor())
            {
                // A page that was read first is mapped for writing as well: no fault, no time.
                view.ReadByte(0);
                view.WriteArray(0, "written"u8.ToArray(), 0, 7);
            }

            Assert.Equal(print, root.Stat(TempVolume.At("a")).Fingerprint);
            Assert.Equal(Reasons.BytesDiffer, root.Delete(TempVolume.At("a"), print, "b1", "p1", proof).Reason);
            Assert.Equal(Written, File.ReadAllText(_volume.Full("a")));
        });

    private VolumeRoot Stand(bool leases = true, bool stableInodes = true)
    {
        _volume.Write("a", Shipped);
        _volume.Write("b", "another");
        // Whole seconds: .NET sets times to 100 ns, the filesystem keeps them finer.
        TestLibc.SetModified(_volume.Full("a"), 1_700_000_000, 0);
        return _volume.Open(leases: leases, stableInodes: stableInodes);
    }

    private static void SkipWithoutLeases(VolumeRoot root)
    {
        using var file = root.OpenRead(TempVolume.At("a"))!;
        Assert.SkipWhen(file.ProbeWriter() == WriterState.Unknown,
            "the temporary directory lies on a filesystem that does not tell who has a file open for writing");
    }

    /// <summary>Finds the file by the name that it has now, writes as many bytes as it had and restores its mtime.</summary>
    private void Do(Act act)
    {
        var path = File.Exists(_volume.Full("a"))
            ? _volume.Full("a")
            : Directory.GetFiles(_volume.Full(".longshore/trash"), "a", SearchOption.AllDirectories).Single();
        if (act == Act.Map)
        {
            // The descriptor keeps the way to the file, which may have another name by then.
            using var mapped = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            using (var map = MemoryMappedFile.CreateFromFile(mapped, null, 0, MemoryMappedFileAccess.ReadWrite,
                HandleInheritability.None, leaveOpen: true))
            using (var view = map.CreateViewAccessor())
                view.WriteArray(0, "written"u8.ToArray(), 0, 7);
            File.SetLastWriteTimeUtc(mapped.SafeFileHandle, DateTime.UnixEpoch.AddSeconds(1_700_000_000));
            return;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        if (act == Act.TruncateAndRegrow)
            file.SetLength(0);
        file.Write("written"u8);
        File.SetLastWriteTimeUtc(file.SafeFileHandle, DateTime.UnixEpoch.AddSeconds(1_700_000_000));
    }
}
