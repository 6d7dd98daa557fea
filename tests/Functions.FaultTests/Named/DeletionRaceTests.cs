using Longshore.Store.Objects;
using Longshore.Volumes;
using Microsoft.Extensions.Options;

namespace Longshore.FaultTests.Named;

/// <summary>A writer that comes in the middle of a deletion.</summary>
public sealed class DeletionRaceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("longshore-race-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData((int)TrashStep.BeforeRename)]
    [InlineData((int)TrashStep.BeforeVerify)]
    [InlineData((int)TrashStep.BeforeUnlink)]
    public void Delete_RewrittenWithItsTimeRestored_IsPutBack(int when)
    {
        var outcome = Delete(leases: false, step =>
        {
            if (step == (TrashStep)when)
                Rewrite(Standing());
        });

        Assert.Equal(TrashResult.PutBack, outcome.Result);
        Assert.Equal("WRITTEN", File.ReadAllText(Path.Combine(_folder, "a")));
    }

    [Theory]
    [InlineData((int)TrashStep.BeforeRename)]
    [InlineData((int)TrashStep.BeforeVerify)]
    [InlineData((int)TrashStep.BeforeUnlink)]
    public void Delete_WriterComesUnderTheLease_WaitsAndLosesNothing(int when)
    {
        SkipWithoutLeases();
        var writer = default(Thread);
        var outcome = Delete(leases: true, step =>
        {
            if (step != (TrashStep)when)
                return;
            var path = Standing();
            writer = new Thread(() => Rewrite(path));
            writer.Start();
            // It waits in open(2) for the lease.
            writer.Join(TimeSpan.FromMilliseconds(150));
        });

        Assert.Equal((TrashResult.PutBack, Reasons.OpenForWriting), (outcome.Result, outcome.Reason));
        writer!.Join();
        Assert.Equal("WRITTEN", File.ReadAllText(Path.Combine(_folder, "a")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Delete_AnotherFileIsRenamedOntoIt_IsPutBack(bool leases)
    {
        var other = Path.Combine(_folder, "other");
        File.WriteAllText(other, "another file");

        var outcome = Delete(leases, step =>
        {
            if (step == TrashStep.BeforeRename)
                File.Move(other, Path.Combine(_folder, "a"), overwrite: true);
        });

        Assert.Equal((TrashResult.PutBack, Reasons.ChangedWhileDeleting), (outcome.Result, outcome.Reason));
        Assert.Equal("another file", File.ReadAllText(Path.Combine(_folder, "a")));
    }

    [Fact]
    public void Delete_FileIsOpenForWriting_IsNotTouched()
    {
        SkipWithoutLeases();
        var full = Path.Combine(_folder, "a");
        var writer = default(FileStream);

        var outcome = Delete(leases: true, step =>
        {
            if (step == TrashStep.BeforeLease)
                writer = new FileStream(full, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        });

        Assert.Equal((TrashResult.Changed, Reasons.OpenForWriting), (outcome.Result, outcome.Reason));
        writer!.Seek(0, SeekOrigin.End);
        writer.Write(" and more"u8);
        writer.Dispose();
        Assert.Equal("shipped and more", File.ReadAllText(full));
    }

    [Fact]
    public void Delete_FolderBecomesALink_TouchesNothingOutside()
    {
        var outside = Directory.CreateDirectory(Path.Combine(_folder, "outside")).FullName;
        File.WriteAllText(Path.Combine(outside, "secret"), "the pod's token");
        var mounted = Directory.CreateDirectory(Path.Combine(_folder, "volume")).FullName;
        File.CreateSymbolicLink(Path.Combine(mounted, "f"), outside);
        using var root = new Volume(Options.Create(new VolumeOptions { Root = mounted })).Open();
        Assert.True(VolumePath.TryParse("f/secret", out var path, out _));

        Assert.Equal(FileKind.SymbolicLink, root.Stat(path).Kind);
        Assert.Throws<VolumeFileException>(() => root.OpenRead(path));
        Assert.True(File.Exists(Path.Combine(outside, "secret")));
    }

    private TrashOutcome Delete(bool leases, Action<TrashStep> interfere)
    {
        var full = Path.Combine(_folder, "a");
        File.WriteAllText(full, "shipped");
        File.SetLastWriteTimeUtc(full, DateTime.UnixEpoch.AddYears(50));
        var volume = new Volume(Options.Create(new VolumeOptions { Root = _folder }))
        {
            Features = new KernelFeatures(true, true, leases),
        };
        using var root = volume.Open();
        Assert.True(VolumePath.TryParse("a", out var path, out _));
        root.Interfere = interfere;
        var proof = new ContentProof(Sha256.Base64("shipped"u8), null, Always: false, TimeSpan.FromMinutes(1));
        return root.Delete(path, root.Stat(path).Fingerprint, "batch", "process", proof);
    }

    /// <summary>Where the file is now: under its name or in the trash.</summary>
    private string Standing() => Directory.GetFiles(_folder, "a", SearchOption.AllDirectories).Single();

    private static void Rewrite(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        file.Write("WRITTEN"u8);
        File.SetLastWriteTimeUtc(file.SafeFileHandle, DateTime.UnixEpoch.AddYears(50));
    }

    private void SkipWithoutLeases()
    {
        var full = Path.Combine(_folder, "probe");
        File.WriteAllText(full, "");
        using var reader = File.OpenHandle(full, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Assert.SkipUnless(WriterLease.Probe(reader) == WriterState.None,
            "the temporary directory lies on a filesystem that does not tell who has a file open for writing");
    }
}
