using System.Text.Json;
using System.Text.RegularExpressions;
using Longshore.Core.DeadLetters;
using Longshore.Core.Receipts;
using Longshore.Core.Status;
using Longshore.Core.Status.Records;

namespace Longshore.UnitTests.Core.Status;

/// <summary>The page of a report.</summary>
public partial class StatusBuilderTests
{
    /// <summary>Every link of the page leads somewhere, and the records of a run to the run.</summary>
    [Fact]
    public void Page_OfRuns_LinksToTheirRecordsAndBack()
    {
        var receipt = Facts.Receipt(90.1, "a", 1, Facts.File("left", FileOutcome.Failed, "conflict"),
            Facts.File("b", FileOutcome.Uploaded));
        var report = Build(new StatusFacts
        {
            Scans = [Facts.Scan(90, 2), Facts.Scan(95)],
            Receipts = [receipt],
            Cleanups = [Facts.Cleanup(90.2, receipt, 1)],
        });
        var page = StatusPage.Write(report);

        Assert.Equal(Facts.At(90), report.Batches[0].Run);
        Assert.Equal(Facts.At(90), report.Cleanups[0].Run);
        Assert.Equal(Facts.At(90), report.Files.Files[0].Run);
        Assert.All(["run-1-batches", "run-1-cleanups", "run-1-files", "run-1"],
            id => Assert.Contains($"href=\"#{id}\"", page, StringComparison.Ordinal));
        var ids = Ids().Matches(page).Select(match => match.Groups[1].Value).ToArray();
        Assert.Distinct(ids);
        Assert.Empty(Links().Matches(page).Select(match => match.Groups[1].Value).Except(ids));
    }

    [Fact]
    public void Page_Numbers_ShowFailuresAndLetZerosRecede()
    {
        var receipt = Facts.Receipt(90.1, "a", 1, Facts.File("left", FileOutcome.Failed, "conflict"));
        var page = StatusPage.Write(Build(new StatusFacts { Scans = [Facts.Scan(90, 1)], Receipts = [receipt] }));

        Assert.Contains("class=\"number bad\" data-head=\"failed\"><span>1</span>", page, StringComparison.Ordinal);
        Assert.Contains("class=\"number zero\" data-head=\"uploaded\"><span>0</span>", page, StringComparison.Ordinal);
    }

    [GeneratedRegex(" id=\"([^\"]+)\"")]
    private static partial Regex Ids();

    [GeneratedRegex("href=\"#([^\"]+)\"")]
    private static partial Regex Links();

    [Fact]
    public void Page_HostileNames_AreTextEverywhere()
    {
        var letter = new LetterLine(
            Hostile, "waiting", null, null, null, Hostile, Hostile, Hostile, null, null, Hostile, Deaths: 1, Replays: 0);
        var page = StatusPage.Write(Build(new StatusFacts
        {
            Scans = [Facts.Scan(97, 1, prefix: Hostile)],
            Receipts = [Facts.Receipt(97, "a", 1, Facts.File(Hostile, FileOutcome.Failed, Hostile)) with { Problem = null },
                Facts.Receipt(97, Hostile, 1) with { Problem = Hostile }],
            DeadLetters = new(1, 1, [DeadLetterRow.Of(letter)]),
            Damaged = new(1, [new DamagedObject(Hostile, Hostile)]),
            Folders = [new FolderCount(Hostile, 1, 1, 1)],
        }));

        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', page);
        Assert.Contains("&lt;img src=x onerror=alert(1)&gt;\\u202Egpj.dat", page, StringComparison.Ordinal);
    }
}
