using System.Text.Json;
using System.Text.RegularExpressions;
using Longshore.Cli.Status;
using Longshore.Core.Capacity.Prices;
using Longshore.Core.DeadLetters;
using Longshore.Core.Receipts;
using Longshore.Core.Scan;
using Longshore.Core.Status;
using Longshore.Core.Status.Records;
using Longshore.Core.Status.Report;

namespace Longshore.UnitTests.Core.Status;

public partial class StatusBuilderTests
{
    private const string Hostile = "<img src=x onerror=alert(1)>\u202Egpj.dat";

    private static StatusReport Build(StatusFacts facts, double now = 100) => StatusBuilder.Build(facts, new StatusQuestion(
        Facts.At(now), Facts.At(now).AddDays(-7), "harbour", "_longshore/", PriceFile.Default(), StorageClass: null));

    /// <summary>
    /// A run every 12 hours that ships 1,000 files of 1 MB from a volume of 10 GB, which gains 100 MB from run to run.
    /// </summary>
    private static StatusFacts Steady(int runs)
    {
        var receipts = Enumerable.Range(0, runs).Select(run => Facts.Receipt((run * 12) + 0.1, $"{run}", 1,
            [.. Enumerable.Range(0, 1000).Select(file => Facts.File($"{run}/{file}", FileOutcome.Uploaded, size: 1_000_000))]))
                .ToArray();
        return new StatusFacts
        {
            Scans = [.. Enumerable.Range(0, runs).Select(run => Facts.Scan(run * 12, 1000, new ScanCompleted
            {
                Bytes = 1_000_000_000, BytesUsed = 2_000_000_000 + (run * 100_000_000L),
                    BytesFree = 8_000_000_000 - (run * 100_000_000L), OldestAge = TimeSpan.FromHours(12),
            }))],
            Receipts = receipts,
            Cleanups = [.. receipts.Select((receipt, run) => Facts.Cleanup((run * 12) + 0.2, receipt, 1000))],
        };
    }

    [Theory]
    [InlineData(99.9, 0)]
    [InlineData(90, 1)]
    public void Build_CleanupThatDidNotFinish_NeedsAttentionOnceItCannotBeAtWork(double hour, int sentences)
    {
        var report = Build(new StatusFacts
        {
            Begun = [new BegunFact("cleanups/a/1.begun.json", "a", Facts.At(hour), 7, Facts.Volume)],
            BegunCount = 1,
        });

        Assert.Equal(sentences, report.Attention.Count(
            sentence => sentence.StartsWith("1 cleanup did not finish, with 7 files to delete", StringComparison.Ordinal)));
        Assert.Equal(1, report.Begun.Count);
        Assert.Contains("cleanups/a/1.begun.json", StatusPage.Write(report), StringComparison.Ordinal);
        using var text = new StringWriter();
        StatusText.Write(report, text);
        Assert.Contains("up to 7 files, no outcome yet  cleanups/a/1.begun.json", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_UnfinishedCleanupOfOneOfTwoVolumes_NamesTheVolume()
    {
        const string Other = "default/other";
        var report = Build(new StatusFacts
        {
            Scans = [Facts.Scan(99.9)],
            Begun = [new BegunFact("cleanups/a/1.begun.json", "a", Facts.At(90), 7, Other),
                new BegunFact("cleanups/b/1.begun.json", "b", Facts.At(99.9), 5, Facts.Volume)],
            BegunCount = 2,
        });

        Assert.Equal(
            [$"{Other}: 1 cleanup did not finish, with 7 files to delete; a later cleanup of the volume closes the account."],
            report.Attention);
        Assert.Equal([Facts.Volume, Other], report.Begun.Cleanups.Select(begun => begun.Volume));
        Assert.Contains($"<span>{Other}</span></td>", StatusPage.Write(report),
            StringComparison.Ordinal);
        using var text = new StringWriter();
        StatusText.Write(report, text);
        Assert.Contains($"cleanups/a/1.begun.json  of {Other}", text.ToString(), StringComparison.Ordinal);
    }

    /// <summary>What the last scan could not ship is named; what an earlier one could not is mended or told again.</summary>
    [Fact]
    public void Build_FilesThatTheScanLeaves_AreNamed()
    {
        static ScanCompleted Left(params LeftFile[] left) =>
            new() { Unreadable = 1, Unaddressable = 1, Deferred = 1, Left = left };
        var report = Build(new StatusFacts
        {
            Scans =
            [
                Facts.Scan(98, 0, Left(new LeftFile("mended", LeftFile.Unreadable, "EACCES"))),
                Facts.Scan(99, 0, Left(new LeftFile("lost+found", LeftFile.Unreadable, "EACCES"),
                    new LeftFile("\\xff", LeftFile.Unaddressable, ""), new LeftFile("young", LeftFile.Deferred, "too-young"))),
            ],
        });

        Assert.Equal([("\\xff", LeftFile.Unaddressable), ("lost+found", LeftFile.Unreadable)],
            report.Files.Files.Select(file => (file.Path, file.Outcome)));
    }

    [Fact]
    public void Build_NoRecords_IsEmptyAndStillAPage()
    {
        var report = Build(new StatusFacts());

        Assert.Equal("empty", report.State);
        Assert.Empty(report.Attention);
        Assert.Contains("Nothing was recorded", StatusPage.Write(report), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_SteadyRuns_AreWell()
    {
        var report = Build(Steady(9), now: 97);

        Assert.Equal("well", report.State);
        Assert.Equal((9000, 9_000_000_000), (report.Throughput.Files, report.Throughput.Bytes));
        Assert.Equal(12 * 3600, report.Backlog.Interval);
        Assert.Contains("All is well", StatusPage.Write(report), StringComparison.Ordinal);
    }

    [Fact]
    public void Forecast_SteadyRuns_TellsBothTimesToFull()
    {
        var forecast = Build(Steady(9), now: 97).Forecast;

        Assert.Equal(1_000_000_000 / 43200.0, forecast.WrittenPerSecond!.Value, 1.0);
        Assert.Equal(100_000_000 / 43200.0, forecast.GrowthPerSecond!.Value, 1.0);
        Assert.Equal(7_200_000_000 / (100_000_000 / 43200.0), forecast.SecondsToFull!.Value, 100.0);
        Assert.Equal(7.2 * 43200, forecast.SecondsToFullUnshipped!.Value, 100.0);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(9_000_000_000_000_000_000, 5)]
    [InlineData(-1, 5)]
    public void Forecast_VolumeThatSaysNothing_IsNotMeasured(long free, long used)
    {
        var report =
            Build(new StatusFacts { Scans = [Facts.Scan(99, 0, new ScanCompleted { BytesFree = free, BytesUsed = used })] });

        Assert.Null(report.Forecast.BytesTotal);
        Assert.Contains("not measured", StatusPage.Write(report), StringComparison.Ordinal);
    }

    [Fact]
    public void Attention_NoScanForLong_SaysHowLong() =>
        Assert.Contains("No scan for 40 h; they came every 12 h.", Build(Steady(9), now: 96 + 40).Attention);

    [Fact]
    public void Attention_FullSoon_SaysWhen()
    {
        var report = Build(new StatusFacts
        {
            Scans = [.. Enumerable.Range(0, 4).Select(run => Facts.Scan(93 + (run * 2), 0, new ScanCompleted
            {
                BytesUsed = 2_000_000_000L * (run + 1),
                BytesFree = 10_000_000_000 - (2_000_000_000L * (run + 1)),
            }))],
        });

        Assert.Equal(["The volume is full in 2 h if it goes on as it does."], report.Attention);
    }

    /// <summary>Moments of the scans in hours, and whether rates, a forecast and an interval follow from them.</summary>
    [Theory]
    [InlineData(false, 99.0)]
    [InlineData(false, 98.997, 98.998, 98.999, 99.0)]
    [InlineData(false, 96.0, 97.0, 98.0, 99.0)]
    [InlineData(false, 76.0, 99.0)]
    [InlineData(true, 75.0, 99.0)]
    [InlineData(true, 94.9, 97.0, 99.0)]
    public void Forecast_OfFewScans_WaitsForADayOrThreeScansOverAThirdOfTheInterval(bool said, params double[] hours)
    {
        var report = Build(new StatusFacts
        {
            Scans = [.. hours.Select((hour, index) => Facts.Scan(hour, 1, new ScanCompleted
            {
                Bytes = 1_000_000_000, BytesUsed = 1_000_000_000L * (index + 1), BytesFree = 1_000_000_000L * (9 - index),
            }))],
        });

        Assert.Equal((said, said), (report.Forecast.WrittenPerSecond > 0, report.Forecast.GrowthPerSecond > 0));
        Assert.Equal(said && hours.Length > 2, report.Backlog.Interval is not null);
        Assert.Equal(said, StatusPage.Write(report).Contains("a day</span></td>", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Attention, sentence => !said && sentence.Contains("full", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ship-0123456789abcdef", true)]
    [InlineData("quay/ship-data", false)]
    public void Build_VolumeOfATrialRun_IsMarkedAndExpectsNoFurtherRun(string name, bool isTrial)
    {
        var steady = Steady(9);
        var report = Build(steady with
        {
            Scans = [.. steady.Scans.Select(scan => scan with { VolumeName = name })],
            Receipts = [.. steady.Receipts.Select(receipt => receipt with { VolumeName = name })],
        }, now: 140);

        var volume = Assert.Single(report.Volumes);
        Assert.Equal(isTrial, volume.IsTrial);
        Assert.Equal(!isTrial, report.Attention.Any(sentence => sentence.StartsWith("No scan", StringComparison.Ordinal)));
        using var text = new StringWriter();
        StatusText.Write(report, text);
        Assert.All([text.ToString(), StatusPage.Write(report)],
            shown => Assert.Equal(isTrial, shown.Contains("trial run of ship", StringComparison.Ordinal)));
    }

    [Fact]
    public void Build_NameThatShipMakes_IsThatOfATrial() =>
        Assert.True(new VolumeReport(Longshore.Cli.VolumeName.Of("/data", "bucket"), new Backlog(null, null, 0, null),
            Forecast.Of([])).IsTrial);

    [Fact]
    public void Build_DryRun_IsMarkedInTextPageAndJson()
    {
        var report = Build(new StatusFacts { Scans = [Facts.Scan(90), Facts.Scan(95, 3, new ScanCompleted { DryRun = true })] });

        Assert.Equal(Facts.At(90), report.Backlog.LastScan);
        Assert.Equal([true, false], report.Runs.Select(run => run.DryRun));
        Assert.Contains("a dry run: nothing was sent", StatusPage.Write(report), StringComparison.Ordinal);
        using var text = new StringWriter();
        StatusText.Write(report, text);
        Assert.Contains("T23:00:00Z (dry run)  seen 3", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"dryRun\": true", JsonSerializer.Serialize(report, StatusJson.Default.StatusReport),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Json_OfAReport_IsRead()
    {
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(Build(Steady(9), now: 97), StatusJson.Default.StatusReport));

        Assert.Equal(9, json.RootElement.GetProperty("runs").GetArrayLength());
        Assert.True(json.RootElement.GetProperty("runs")[0].GetProperty("balances").GetBoolean());
    }

    /// <summary>9,000 uploads at 0.005 dollars a thousand, and the records beside them.</summary>
    [Fact]
    public void Cost_SteadyRuns_IsThatOfTheirRequests()
    {
        var cost = Build(Steady(9), now: 97).Cost;

        Assert.Equal((9000, 9_000_000_000), (cost.Files, cost.Bytes));
        Assert.InRange(cost.Requests, 0.045m, 0.0455m);
        Assert.InRange(cost.StoragePerMonth, 0.19m, 0.2m);
        Assert.InRange(cost.Month!.Value, cost.Requests * 7, 4);
        Assert.True(cost.IsWhole);
    }

    [Fact]
    public void Throughput_Steps_HoldEveryReceipt()
    {
        var flow = Build(Steady(9), now: 97).Throughput;

        Assert.Equal(flow.Bytes, flow.Steps.Sum(step => step.Bytes));
        Assert.Equal(9, flow.Steps.Count(step => step.Bytes > 0));
        Assert.InRange(flow.Steps.Length, 24, 56);
    }
}
