using System.Text.Json;
using Longshore.IntegrationTests.Ship;
using Longshore.Settings;
using Longshore.Volumes;
using Microsoft.Extensions.Options;

namespace Longshore.IntegrationTests.Fuse;

/// <summary>What a filesystem that is not the kernel's own may answer. <c>--keep</c>, as it may not be written to.</summary>
public sealed class FuseTests : ShipRoom
{
    private const int InputOutput = 5;
    private const int Stale = 116;

    [Fact]
    public async Task Ship_FolderAnswersStale_IsNamedAndTheRunIsNotClean()
    {
        var lost = FuseNode.FolderOf("batch-07", FuseNode.FileOf("one.csv"), FuseNode.FileOf("two.csv"));
        lost.OpenError = Stale;
        using var volume = FuseVolume.Mount(FuseNode.FileOf("a.csv"), lost);

        var (exit, output, _) = await RunAsync(volume);

        Assert.Equal(1, exit);
        Assert.Contains("batch-07", output, StringComparison.Ordinal);
        Assert.Contains("1 file ready, 7 B; 1 that may not be read", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ship_FileAnswersStale_IsNamedAndTheRunIsNotClean()
    {
        var lost = FuseNode.FileOf("b.csv");
        lost.LookError = Stale;
        using var volume = FuseVolume.Mount(FuseNode.FileOf("a.csv"), lost);

        var (exit, output, _) = await RunAsync(volume);

        Assert.Equal(1, exit);
        Assert.Contains("b.csv", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ship_InodesChangeAtEachLook_NamesTheSettingWithWhichTheyAreShipped()
    {
        var (file, next) = (FuseNode.FileOf("a.csv"), 100UL);
        file.Inode = () => next++;
        using var volume = FuseVolume.Mount(file);

        var (exit, output, _) = await RunAsync(volume);
        Stage.Environment["Volume__StableInodes"] = "false";
        var (shipped, _, _) = await RunAsync(volume);

        Assert.Equal((4, 0), (exit, shipped));
        Assert.Contains("deferred       1 inode-changed", output, StringComparison.Ordinal);
        Assert.Contains("Volume__StableInodes=false", output, StringComparison.Ordinal);
        Assert.Contains("in/a.csv", await Stage.KeysAsync());
    }

    [Fact]
    public async Task Ship_NamesOfMoreThan255Bytes_AreShipped()
    {
        var name = string.Concat(Enumerable.Repeat("\u98DE", 150)) + ".csv";
        using var volume = FuseVolume.Mount(FuseNode.FileOf("a.csv"),
            FuseNode.FolderOf(new string('f', 300), FuseNode.FileOf(name)), FuseNode.FileOf(name));

        var (exit, output, errors) = await RunAsync(volume);

        Assert.True(exit == 0, output + errors);
        Assert.Equal(["in/a.csv", $"in/{new string('f', 300)}/{name}", $"in/{name}"], await Stage.KeysAsync("in/"));
    }

    /// <summary>Two of them are more bytes than 64 bits hold; nothing of either is read.</summary>
    [Fact]
    public async Task Ship_FilesOfEightExbibytes_FailAloneAndTheRestIsShipped()
    {
        FuseNode[] huge = [FuseNode.FileOf("h1"), FuseNode.FileOf("h2"), FuseNode.FileOf("h3")];
        foreach (var file in huge)
            file.Size = long.MaxValue;
        using var volume = FuseVolume.Mount([FuseNode.FileOf("a.csv"), .. huge]);

        var (exit, output, errors) = await RunAsync(volume, "--json");

        Assert.True(exit == 1, output + errors);
        var report = JsonDocument.Parse(output).RootElement;
        Assert.Equal(3, report.GetProperty("failedFor").GetProperty("too-large").GetInt32());
        Assert.Empty(report.GetProperty("imbalances").EnumerateArray());
        Assert.Equal(["in/a.csv"], await Stage.KeysAsync("in/"));
    }

    [Theory]
    [InlineData(long.MaxValue, 999_999_999)]
    [InlineData(long.MaxValue / 1_000_000_000, uint.MaxValue)]
    [InlineData((long.MaxValue / 1_000_000_000) - 1, uint.MaxValue)]
    [InlineData(long.MinValue, 0)]
    [InlineData(-1, 999_999_999)]
    [InlineData(0, uint.MaxValue)]
    public void Scan_TimesThatNoClockTells_AreFilesWithATime(long seconds, uint nanoseconds)
    {
        var file = FuseNode.FileOf("a");
        (file.Seconds, file.Nanoseconds) = (seconds, nanoseconds);
        using var volume = FuseVolume.Mount(file);
        using var root = Open(volume);

        var entry = Assert.Single(root.Scan());

        Assert.Equal(ScanEntryKind.File, entry.Kind);
        Assert.True(Timestamp.TryParse(entry.Stat.Fingerprint.Modified.ToString(), out var read)
            && read == entry.Stat.Fingerprint.Modified);
    }

    [Fact]
    public void Scan_StaleForAMoment_IsTriedAgain()
    {
        var file = FuseNode.FileOf("a");
        (file.LookError, file.ErrorsLeft) = (Stale, 2);
        using var volume = FuseVolume.Mount(file);
        using var root = Open(volume);

        Assert.Equal(ScanEntryKind.File, Assert.Single(root.Scan()).Kind);
    }

    [Theory]
    [InlineData(InputOutput)]
    [InlineData(Stale)]
    public void Scan_ListingEndsInAnError_GivesWhatWasReadAndSaysSo(int error)
    {
        var folder = FuseNode.FolderOf("f", FuseNode.FileOf("one"), FuseNode.FileOf("two"));
        folder.ReadError = error;
        using var volume = FuseVolume.Mount(folder, FuseNode.FileOf("z"));
        using var root = Open(volume);

        var entries = root.Scan().Select(entry => (entry.Kind, entry.Path)).ToArray();

        Assert.Equal([(ScanEntryKind.Failed, "f"), (ScanEntryKind.File, "f/one"), (ScanEntryKind.File, "f/two"),
            (ScanEntryKind.File, "z")], entries);
    }

    [Fact]
    public void Scan_TypesAreNotTold_FindsEverything()
    {
        var (folder, unknown) = (FuseNode.FolderOf("f", FuseNode.FileOf("one")), FuseNode.FolderOf("g", FuseNode.FileOf("two")));
        folder.HidesType = unknown.HidesType = true;
        (unknown.LookError, unknown.ErrorsLeft) = (InputOutput, 1);
        using var volume = FuseVolume.Mount(folder, unknown);
        using var root = Open(volume);

        Assert.Equal([(ScanEntryKind.File, "f/one"), (ScanEntryKind.Failed, "g")],
            root.Scan().Select(entry => (entry.Kind, entry.Path)));
        Assert.Equal(["f/one", "g/two"], root.Scan().Select(entry => entry.Path));
    }

    [Theory]
    [InlineData(InputOutput)]
    [InlineData(Stale)]
    [InlineData(36 /* ENAMETOOLONG */)]
    public void Stat_AnyErrorButAbsence_IsNoAbsence(int error)
    {
        var file = FuseNode.FileOf("a");
        file.LookError = error;
        using var volume = FuseVolume.Mount(file);
        using var root = Open(volume);
        using var look = root.Look();
        Assert.True(VolumePath.TryParse("a", out var path, out _));

        Assert.Throws<VolumeFileException>(() => root.Stat(path));
        Assert.Throws<VolumeFileException>(() => look.Stat(path));
        Assert.Throws<VolumeFileException>(() => root.OpenRead(path));
    }

    private static VolumeRoot Open(FuseVolume volume) =>
        new Volume(Options.Create(new VolumeOptions { Root = volume.Directory })).Open();

    private async Task<(int Exit, string Output, string Errors)> RunAsync(FuseVolume volume, params string[] more)
    {
        await using var process =
            ShipProcess.Start(Stage.Environment, onTerminal: false, [volume.Directory, .. Stage.Usual[1..], "--keep", .. more]);
        return await process.EndAsync();
    }
}
