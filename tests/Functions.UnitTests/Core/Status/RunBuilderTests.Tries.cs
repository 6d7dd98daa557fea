using Longshore.Core.Receipts;
using Longshore.Core.Scan;
using Longshore.Core.Status.Records;

namespace Longshore.UnitTests.Core.Status;

/// <summary>Scans, batches and cleanups in several tries or parts.</summary>
public partial class RunBuilderTests
{
    /// <summary>The sink refused a batch of the first try, and the second try saw only what was left.</summary>
    [Fact]
    public void Build_BatchOfAnEarlierTryHasNoReceipt_IsCounted()
    {
        var receipt = Facts.Receipt(1.1, "a", 1, Facts.File("1", FileOutcome.Uploaded));
        var run = Assert.Single(Build(new StatusFacts
        {
            Scans = [Facts.Scan(1, 2) with { Event = "e" }, Facts.Scan(1.2, 1) with { Event = "e" }],
            Receipts = [receipt],
            Cleanups = [Facts.Cleanup(1.15, receipt, 1)],
        }));

        Assert.Equal((2, 1), (run.Batched, run.WithoutReceipt));
    }

    /// <summary>
    /// A scan that was tried again left two records, and the first try shipped a batch that the second did not see.
    /// </summary>
    [Fact]
    public void Build_ScanTriedAgain_IsOneRunAndEven()
    {
        var first = Facts.Receipt(1.1, "a", 1, Facts.File("1", FileOutcome.Uploaded));
        var second = Facts.Receipt(1.3, "b", 1, Facts.File("2", FileOutcome.Uploaded));
        var run = Assert.Single(Build(new StatusFacts
        {
            Scans = [Facts.Scan(1, 1) with { Event = "e" }, Facts.Scan(1.2, 1) with { Event = "e" }],
            Receipts = [first, second],
            Cleanups = [Facts.Cleanup(1.15, first, 1), Facts.Cleanup(1.35, second, 1)],
        }));

        Assert.Empty(run.Problems);
        Assert.Equal((1, 2, 2, 1), (run.Batched, run.Uploaded, run.Deleted, run.Posted));
        Assert.Equal(["1 file shipped by an earlier try of the scan"], run.Remarks);
    }

    [Fact]
    public void Build_AnotherAttempt_CountsInPlaceOfTheFirstAndAddsItsUploads()
    {
        var first =
            Facts.Receipt(1.1, "a", 1, Facts.File("1", FileOutcome.Failed, "conflict"), Facts.File("2", FileOutcome.Uploaded));
        var second = Facts.Receipt(1.2, "a", 2, Facts.File("1", FileOutcome.Uploaded), Facts.File("2", FileOutcome.Present));
        var run = Assert.Single(Build(new StatusFacts
        {
            Scans = [Facts.Scan(1, 2)],
            Receipts = [first, second],
            Cleanups = [Facts.Cleanup(1.15, first, 1), Facts.Cleanup(1.25, second, 1, 1)],
        }));

        Assert.Equal((2, 0, 0), (run.Uploaded, run.Present, run.Failed));
        Assert.True(run.Balances);
    }

    /// <summary>A list in two attempts: the second names what the first has shipped, and its cleanup finds that gone.</summary>
    [Fact]
    public void Build_ListInTwoAttempts_CountsEachFileOnce()
    {
        var first = Facts.Receipt(1.1, "a", 1, Facts.File("1", FileOutcome.Uploaded), Facts.File("2", FileOutcome.Remaining));
        var second = Facts.Receipt(1.2, "a", 2, Facts.File("1", FileOutcome.Present), Facts.File("2", FileOutcome.Uploaded));
        var run = Assert.Single(Build(new StatusFacts
        {
            Scans = [Facts.Scan(1, 2)],
            Receipts = [first, second],
            Cleanups = [Facts.Cleanup(1.15, first, 1), Facts.Cleanup(1.25, second, 1, 1)],
        }));

        Assert.Equal((2, 0, 2, 0, 0), (run.Uploaded, run.Present, run.Deleted, run.Gone, run.WithoutReceipt));
        Assert.Equal(first.Counts.BytesUploaded + second.Counts.BytesUploaded, run.BytesUploaded);
        Assert.True(run.Balances);
    }

    [Fact]
    public void Build_RemainingFiles_AreAccountedForByTheirOwnBatch()
    {
        var first = Facts.Receipt(1.1, "a", 1, Facts.File("1", FileOutcome.Uploaded), Facts.File("2", FileOutcome.Remaining));
        var rest = Facts.Receipt(1.2, "b", 1, Facts.File("2", FileOutcome.Uploaded));
        var run = Assert.Single(Build(new StatusFacts
        {
            Scans = [Facts.Scan(1, 2)],
            Receipts = [first, rest],
            Cleanups = [Facts.Cleanup(1.3, first, 1), Facts.Cleanup(1.3, rest, 1)],
        }));

        Assert.Equal((0, 2), (run.WithoutReceipt, run.Deleted));
        Assert.True(run.Balances);
    }

    [Fact]
    public void Build_CleanupInTwoParts_CountsEachFileOnce()
    {
        var receipt = Facts.Receipt(1.1, "a", 1, Facts.File("1", FileOutcome.Uploaded), Facts.File("2", FileOutcome.Uploaded));
        var run = Assert.Single(Build(new StatusFacts
        {
            Scans = [Facts.Scan(1, 2)],
            Receipts = [receipt],
            Cleanups = [Facts.Cleanup(1.2, receipt, 1, 0, ("2", "not-started")), Facts.Cleanup(1.3, receipt, 1, 1)],
        }));

        Assert.Equal((2, 0, 0), (run.Deleted, run.Kept, run.Gone));
    }

    [Fact]
    public void Build_ScanThatWasCutAndWentOn_IsOneRun()
    {
        var runs =
            Build(new StatusFacts { Scans = [Facts.Scan(1, 0, next: "m"), Facts.Scan(1.1, 0, after: "m"), Facts.Scan(13)] });

        Assert.Equal([2, 1], runs.Select(run => run.Scans));
        Assert.All(runs, run => Assert.True(run.Balances));
    }

    [Fact]
    public void Build_ScanThatWasCutForGood_IsNamed() =>
        Assert.Equal(["the scan was cut and did not go on"],
            Assert.Single(Build(new StatusFacts { Scans = [Facts.Scan(1, 0, next: "m")] })).Problems);
}
