using Longshore.Core.Receipts;
using Longshore.Core.Scan;
using Longshore.Core.Status;
using Longshore.Core.Status.Records;

namespace Longshore.UnitTests.Core.Status;

public partial class StatusBuilderTests
{
    [Fact]
    public void Files_ShippedLater_AreOpenNoMore()
    {
        var report = Build(new StatusFacts
        {
            Receipts =
            [
                Facts.Receipt(97, "a", 1, Facts.File("1", FileOutcome.Failed, "conflict"),
                    Facts.File("2", FileOutcome.Deferred, "too-young"), Facts.File("3", FileOutcome.Deferred, "too-young")),
                Facts.Receipt(98, "b", 1, Facts.File("2", FileOutcome.Uploaded), Facts.File("3", FileOutcome.Missing)),
            ],
        });

        Assert.Equal([("1", LeftFile.Failed, "conflict")],
            report.Files.Files.Select(file => (file.Path, file.Outcome, file.Reason)));
        Assert.Equal(1, report.Files.Count);
    }

    /// <summary>A trial run of another directory hides nothing of the volume, and settles nothing of it.</summary>
    [Fact]
    public void Volumes_TwoInOneBucket_StandApart()
    {
        const string Trial = "ship-0123456789abcdef";
        var steady = Steady(9);
        var receipt = Facts.Receipt(96.5, "trial", 1, Facts.File("8/1", FileOutcome.Failed, "conflict"),
            Facts.File("b", FileOutcome.Uploaded)) with
        { VolumeName = Trial };
        var alone = Build(steady, now: 97);
        var both = Build(steady with
        {
            Scans = [.. steady.Scans,
                Facts.Scan(96.4, 2, new ScanCompleted { BytesUsed = 5, BytesFree = 50 }) with { VolumeName = Trial }],
            Receipts = [.. steady.Receipts, receipt],
            Cleanups = [.. steady.Cleanups, Facts.Cleanup(96.6, receipt, 1)],
        }, now: 97);

        Assert.Equal([Facts.Volume, Trial], both.Volumes.Select(volume => volume.Name));
        Assert.Equal(alone.Volumes[0] with { Forecast = both.Volumes[0].Forecast }, both.Volumes[0]);
        Assert.Equal(alone.Forecast.SecondsToFull, both.Forecast.SecondsToFull);
        Assert.Equal((55, 1), (both.Volumes[1].Forecast.BytesTotal, both.Volumes[1].Backlog.Files));
        Assert.Equal(alone.Runs.Select(run => (run.StartedAt, run.Uploaded, run.Balances)),
            both.Runs.Where(run => run.Volume == Facts.Volume).Select(run => (run.StartedAt, run.Uploaded, run.Balances)));
        Assert.Equal((Trial, 1, 1),
            Assert.Single(both.Runs, run => run.Volume == Trial) is var run ? (run.Volume, run.Uploaded, run.Deleted) : default);
        Assert.Equal([("8/1", Trial)], both.Files.Files.Select(file => (file.Path, file.Volume)));
        Assert.Equal(["1 file could not be shipped and lies on the volume."], both.Attention);
        var page = StatusPage.Write(both);
        Assert.Contains("Each volume", page, StringComparison.Ordinal);
        Assert.Contains($"full of {Trial}", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Each volume", StatusPage.Write(alone), StringComparison.Ordinal);
    }

    [Fact]
    public void Volumes_RecordsFromBeforeTheyHadNames_StandApartAndAlarmNobody()
    {
        var old = Steady(9);
        var report = Build(old with
        {
            Scans = [.. old.Scans.Select(scan => scan with { VolumeName = null })],
            Receipts = [.. old.Receipts.Select(receipt => receipt with { VolumeName = null })],
            // Cleanups of old receipts are written under the new name, and balance with them.
            Cleanups = [.. old.Cleanups.Select(cleanup => cleanup with { VolumeName = Facts.Volume })],
        }, now: 150);

        Assert.Equal([""], report.Volumes.Select(volume => volume.Name));
        Assert.Equal("well", report.State);
    }

    [Fact]
    public void Files_MoreThanAreNamed_AreCounted()
    {
        var report = Build(new StatusFacts
        {
            Receipts = [Facts.Receipt(97, "a", 1,
                [.. Enumerable.Range(0, 500).Select(file => Facts.File($"{file}", FileOutcome.Deferred, "too-young"))])],
        });

        Assert.Equal((500, 20), (report.Files.Count, report.Files.Files.Length));
    }
}
