using Longshore.Cli.Ship;
using Longshore.Core.Receipts;
using Longshore.Volumes;

namespace Longshore.UnitTests.Cli.Ship;

/// <summary>Files that S3 holds and no receipt names.</summary>
public sealed partial class ShipLedgerTests
{
    /// <summary>The store has become full in the middle: it took two files, and then neither the third nor the receipt.</summary>
    [Fact]
    public void Died_BatchWithUploads_CountsThemAsUploadedAndNotRecorded()
    {
        _ledger.Emit("a", "b", "c");
        _ledger.End(("a", FileOutcome.Uploaded, null), ("b", FileOutcome.Present, null), ("c", FileOutcome.Failed, "full"));
        _ledger.BatchDied(Ledgers.Batch("a", "b", "c"), "The store is full.");

        var report = Close();

        Assert.Equal((1, 1, 2, 1, 0), (report.Shipped.Uploaded, report.Shipped.Present, report.NotRecorded, report.NotHandled,
            report.Failed));
        Assert.Equal("3 files of batches that could not be handled, 2 of them in S3 without a receipt: The store is full.",
            Assert.Single(report.Problems));
        Assert.Equal([new("c", "not-handled", "The store is full."), new("a", "not-recorded", "The store is full."),
            new("b", "not-recorded", "The store is full.")], report.Left);
        Assert.Empty(report.Imbalances);
    }

    [Fact]
    public void Synced_AfterAnUploadWithoutReceipt_CountsItAsUploadedByThisRun()
    {
        _ledger.Emit("a");
        _ledger.End(("a", FileOutcome.Uploaded, null));
        _ledger.BatchDied(Ledgers.Batch("a"), "full");
        Assert.True(_ledger.TryAgain(deletes: false));
        _ledger.Emit("a");
        _ledger.End(("a", FileOutcome.Present, null));
        _ledger.Sync(("a", FileOutcome.Present, null));

        var report = Close(stopped: true);

        Assert.Equal((1, 0, 0), (report.Shipped.Uploaded, report.Shipped.Present, report.NotRecorded));
        Assert.Empty(report.Problems);
    }

    /// <summary>The signal comes while the receipt is written.</summary>
    [Fact]
    public void Close_StoppedBeforeTheReceipt_SaysThatTheUploadIsNotRecorded()
    {
        _ledger.Emit("a", "b");
        _ledger.End(("a", FileOutcome.Uploaded, null), ("b", FileOutcome.Remaining, null));

        var report = Close(stopped: true);

        Assert.Equal((1, 1, 1), (report.Shipped.Uploaded, report.NotRecorded, report.NotShipped));
        Assert.Equal(
            [new("a", "not-recorded", "the run was stopped first"), new("b", "not-shipped", "the run was stopped first")],
            report.Left);
    }

    [Fact]
    public void Ended_FileWithAReceipt_KeepsItsState()
    {
        _ledger.Emit("a");
        _ledger.Sync(("a", FileOutcome.Uploaded, null));
        _ledger.End(("a", FileOutcome.Failed, "full"));

        var report = Close(stopped: true);
        Assert.Equal((1, 1, 0), (report.Shipped.Uploaded, report.NotDeleted, report.Failed));
    }
}
