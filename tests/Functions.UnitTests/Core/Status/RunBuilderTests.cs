using Longshore.Core.Receipts;
using Longshore.Core.Scan;
using Longshore.Core.Status.Records;
using Longshore.Core.Status.Report;
using Longshore.UnitTests.Cli.Ship;

namespace Longshore.UnitTests.Core.Status;

public partial class RunBuilderTests
{
    private static readonly DateTimeOffset Now = Facts.At(100);

    private static IReadOnlyList<RunReport> Build(StatusFacts facts) => RunBuilder.Build(facts, Now);

    [Fact]
    public void Build_NoRecords_IsEmpty() => Assert.Empty(Build(new StatusFacts()));

    [Fact]
    public void Build_OneRun_Balances()
    {
        var receipt = Facts.Receipt(1.1, "a", 1, Facts.File("1", FileOutcome.Uploaded), Facts.File("2", FileOutcome.Present),
            Facts.File("3", FileOutcome.Deferred, "too-young"));
        var run = Assert.Single(Build(new StatusFacts
        {
            Scans = [Facts.Scan(1, 3, new ScanCompleted { Deferred = 4, Ignored = 2, Special = 1 })],
            Receipts = [receipt],
            Cleanups = [Facts.Cleanup(1.2, receipt, 1, 0, ("2", "changed"))],
        }));

        Assert.True(run.Balances);
        Assert.Equal(10, run.Seen);
        Assert.Equal((3, 1, 1, 1), (run.Batched, run.Uploaded, run.Present, run.DeferredBySync));
        Assert.Equal((1, 1, 0), (run.Deleted, run.Kept, run.Gone));
        Assert.Equal(run.Batched, run.Uploaded + run.Present + run.DeferredBySync + run.Missing + run.Failed);
        Assert.Equal(run.Uploaded + run.Present, run.Deleted + run.Kept + run.Gone);
    }

    /// <summary>
    /// The cleanup died after one of two deletions, its retry did the other, and days later the first one's account was closed.
    /// </summary>
    [Fact]
    public void Build_CleanupClosedLater_IsEven()
    {
        var receipt = Facts.Receipt(1.1, "a", 1, Facts.File("1", FileOutcome.Uploaded), Facts.File("2", FileOutcome.Uploaded));
        var closed = Facts.Cleanup(1.2, receipt, 1, 1) with { FinishedAt = Facts.At(50), Interrupted = true };
        var run = Assert.Single(Build(new StatusFacts
        {
            Scans = [Facts.Scan(1, 2)],
            Receipts = [receipt],
            Cleanups = [Facts.Cleanup(1.3, receipt, 1, 1), closed],
        }));

        Assert.Empty(run.Problems);
        Assert.Equal((2, 0, 0), (run.Deleted, run.Kept, run.Gone));
        Assert.Equal(Facts.At(1.31), run.FinishedAt);
    }

    [Fact]
    public void Build_BatchWithoutReceipt_SaysHowManyFiles()
    {
        var receipt = Facts.Receipt(1.1, "a", 1, Facts.File("1", FileOutcome.Uploaded));
        var run = Assert.Single(Build(
            new StatusFacts { Scans = [Facts.Scan(1, 5)], Receipts = [receipt], Cleanups = [Facts.Cleanup(1.2, receipt, 1)] }));

        Assert.Equal(4, run.WithoutReceipt);
        Assert.Equal(["4 files of its batches are in no receipt"], run.Problems);
    }

    /// <summary>A batch that was settled before gets no new receipt, only a cleanup.</summary>
    [Fact]
    public void Build_ShippedFirstAndDeletedByALaterRun_IsEven()
    {
        var receipt = Facts.Receipt(1.1, "a", 1, Facts.File("1", FileOutcome.Uploaded), Facts.File("2", FileOutcome.Uploaded));
        var runs = Build(new StatusFacts
        {
            Scans = [Facts.Scan(1, 2), Facts.Scan(5, 2)],
            Receipts = [receipt],
            Cleanups = [Facts.Cleanup(5.1, receipt, 2)],
        });

        Assert.All(runs, run => Assert.Empty(run.Problems));
        Assert.All(runs, run => Assert.Equal((0, 0, 0), (run.WithoutReceipt, run.NotCleaned, run.Posted)));
        Assert.Equal((0, 2, 2), (runs[1].Uploaded, runs[1].Present, runs[1].Deleted));
        Assert.Equal(["settled by a later run"], runs[0].Remarks);
        Assert.Empty(runs[1].Remarks);
    }

    /// <summary>Each run of a trial finds the same files, whose receipt still holds.</summary>
    [Fact]
    public void Build_CleanupThatIsADryRunAgain_CountsItsFilesAsPresent()
    {
        var receipt = Facts.Receipt(1.1, "a", 1, Facts.File("1", FileOutcome.Uploaded), Facts.File("2", FileOutcome.Uploaded));
        var run = Build(new StatusFacts
        {
            Scans = [Facts.Scan(1, 2), Facts.Scan(5, 2)],
            Receipts = [receipt],
            Cleanups =
            [
                Facts.Cleanup(1.2, receipt, 2) with { DryRun = true },
                Facts.Cleanup(5.1, receipt, 2) with { DryRun = true, Key = "cleanups/a/2.json" },
            ],
        })[1];

        Assert.Equal((2, 0, 0), (run.Present, run.WithoutReceipt, run.Deleted));
        Assert.Empty(run.Problems);
    }

    [Fact]
    public void Build_StoppedAndContinuedByALaterRun_IsEven()
    {
        var cut = Facts.Receipt(1.1, "a", 1, Facts.File("1", FileOutcome.Uploaded), Facts.File("2", FileOutcome.Remaining));
        var rest = Facts.Receipt(5.1, "a", 2, Facts.File("1", FileOutcome.Present), Facts.File("2", FileOutcome.Uploaded));
        var runs = Build(new StatusFacts
        {
            Scans = [Facts.Scan(1, 2), Facts.Scan(5, 2)],
            Receipts = [cut, rest],
            Cleanups = [Facts.Cleanup(5.2, rest, 2)],
        });

        Assert.All(runs, run => Assert.Empty(run.Problems));
        Assert.Equal(["settled by a later run"], runs[0].Remarks);
        Assert.Empty(runs[1].Remarks);
    }

    [Fact]
    public void Build_CleanupThatIsADryRun_SaysThatNothingWasDeleted()
    {
        var receipt = Facts.Receipt(1.1, "a", 1, Facts.File("1", FileOutcome.Uploaded));
        var run = Assert.Single(Build(new StatusFacts
        {
            Scans = [Facts.Scan(1, 1)],
            Receipts = [receipt],
            Cleanups = [Facts.Cleanup(1.2, receipt, 0) with { DryRun = true, Kept = 1 }],
        }));

        Assert.Empty(run.Problems);
        Assert.Equal(["its cleanup was a dry run and deleted nothing"], run.Remarks);
    }

    [Fact]
    public void Build_StoppedAndNeverContinued_SaysWhatIsOpen()
    {
        var cut = Facts.Receipt(1.1, "a", 1, Facts.File("1", FileOutcome.Uploaded), Facts.File("2", FileOutcome.Remaining));
        var run = Assert.Single(Build(new StatusFacts { Scans = [Facts.Scan(1, 2)], Receipts = [cut] }));

        Assert.Equal(["1 file of its batches is in no receipt", "1 shipped file is in no cleanup's record"], run.Problems);
    }

    [Fact]
    public void Build_BatchOfAWriter_IsToldOfBesideTheScans()
    {
        var own =
            Facts.Receipt(1.1, "a", 1, Facts.File("1", FileOutcome.Deferred, "too-young"), Facts.File("2", FileOutcome.Missing));
        var run = Assert.Single(Build(new StatusFacts { Scans = [Facts.Scan(1)], Receipts = [own] }));

        Assert.Equal(2, run.Posted);
        Assert.Equal(run.Batched + run.Posted, run.Uploaded + run.Present + run.DeferredBySync + run.Missing + run.Failed);
        Assert.Equal(["2 files posted by a writer"], run.Remarks);
    }

    [Fact]
    public void Build_RunAtWork_IsNoProblemYet()
    {
        var run = Assert.Single(RunBuilder.Build(new StatusFacts { Scans = [Facts.Scan(1, 5)] }, Facts.At(1.1)));

        Assert.True(run.Balances);
        Assert.Equal(5, run.WithoutReceipt);
    }

    [Fact]
    public void Build_ShippedWithoutCleanup_SaysHowManyFiles()
    {
        var run = Assert.Single(Build(new StatusFacts
        {
            Scans = [Facts.Scan(1, 1)],
            Receipts = [Facts.Receipt(1.1, "a", 1, Facts.File("1", FileOutcome.Uploaded))],
        }));

        Assert.Equal(["1 shipped file is in no cleanup's record"], run.Problems);
    }

    [Fact]
    public void Build_ReceiptThatIsNotBelieved_IsNamedAndNotCounted()
    {
        var receipt = Facts.Receipt(1.1, "a", 1,
            Facts.File("1", FileOutcome.Uploaded)) with
        { Problem = "its counts do not match its files" };
        var run = Assert.Single(Build(new StatusFacts { Scans = [Facts.Scan(1, 1)], Receipts = [receipt] }));

        Assert.Equal(0, run.Uploaded);
        Assert.Equal(["1 receipt cannot be believed", "1 file of its batches is in no receipt"], run.Problems);
    }

    [Fact]
    public void Build_CleanupUnlikeItsReceipt_IsNamed()
    {
        var receipt = Facts.Receipt(1.1, "a", 1, Facts.File("1", FileOutcome.Uploaded), Facts.File("2", FileOutcome.Uploaded));
        var cleanup = Facts.Cleanup(1.2, receipt, 1);
        var run =
            Assert.Single(Build(new StatusFacts { Scans = [Facts.Scan(1, 2)], Receipts = [receipt], Cleanups = [cleanup] }));

        Assert.Equal(["1 cleanup and its receipt do not balance"], run.Problems);
        Assert.Equal("it accounts for 1 files, and its receipt for 2 shipped ones",
            RunBuilder.Of(cleanup, receipt.Settled).Problem);
    }

    [Fact]
    public void Build_DryRun_TakesNoReceipts()
    {
        var receipt = Facts.Receipt(3, "a", 1, Facts.File("1", FileOutcome.Uploaded));
        var runs = Build(new StatusFacts
        {
            Scans = [Facts.Scan(1, 1), Facts.Scan(2, 7, new ScanCompleted { DryRun = true })],
            Receipts = [receipt],
            Cleanups = [Facts.Cleanup(3.1, receipt, 1)],
        });

        Assert.Equal([1, 0], runs.Select(run => run.Uploaded));
        Assert.All(runs, run => Assert.True(run.Balances));
    }

    [Fact]
    public void Build_ReceiptsLeftOut_SaysNothingOfWhatIsMissing()
    {
        var run = Assert.Single(Build(new StatusFacts { Scans = [Facts.Scan(1, 5)], ReceiptsFrom = Facts.At(2) }));

        Assert.True(run is { Partial: true, Balances: true });
    }
}
