using Longshore.FaultTests.Stage;
using Longshore.Files;
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
    public void Delete_FileIsWrittenMeanwhile_IsPutBack(int when)
    {
        var full = Path.Combine(_folder, "a");
        File.WriteAllText(full, "shipped");
        using var writer = new FileStream(full, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);

        var outcome = Delete(step =>
        {
            if (step != (TrashStep)when)
                return;
            writer.SetLength(0);
            writer.Write("not shipped"u8);
            writer.Dispose();
        });

        Assert.Equal(TrashResult.PutBack, outcome.Result);
        Assert.Equal("not shipped", File.ReadAllText(full));
    }

    [Fact]
    public void Delete_FileIsOpenForWriting_IsPutBack()
    {
        var full = Path.Combine(_folder, "a");
        File.WriteAllText(full, "shipped");
        using var writer = new FileStream(full, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        using var reader = File.OpenHandle(full, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Assert.SkipUnless(WriterLease.Probe(reader) == WriterState.Open, "This filesystem does not tell of open writers.");

        Assert.Equal(TrashResult.PutBack, Delete(_ => { }).Result);

        writer.Seek(0, SeekOrigin.End);
        writer.Write(" and more"u8);
        writer.Flush();
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

    private TrashOutcome Delete(Action<TrashStep> interfere)
    {
        using var root = new Volume(Options.Create(new VolumeOptions { Root = _folder })).Open();
        Assert.True(VolumePath.TryParse("a", out var path, out _));
        root.Interfere = interfere;
        return root.Delete(path, root.Stat(path).Fingerprint, "batch", "process");
    }
}
