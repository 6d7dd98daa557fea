using Longshore.Cli.Ship;
using Longshore.Core.Clean;
using Longshore.Core.Receipts;
using Longshore.Volumes;

namespace Longshore.UnitTests.Cli.Ship;

/// <summary>What a run's scans and cleanups say of it, and when it is worth another scan.</summary>
public sealed class ShipLedgerRunTests
{
    private readonly ShipLedger _ledger = new();

    [Fact]
    public void Died_Scan_CutsTheAccount()
    {
        _ledger.Scanned(null, isRecorded: false, "no volume");

        Assert.True(Close().ScanCut);
        Assert.StartsWith("The directory was not scanned to the end", Assert.Single(Close().Problems), StringComparison.Ordinal);
    }

    /// <summary>All was walked and shipped; only the record could not be written.</summary>
    [Fact]
    public void Died_ScanThatWasWalked_SaysThatItsRecordIsMissing()
    {
        _ledger.Emit("a");
        _ledger.Sync(("a", FileOutcome.Uploaded, null));
        _ledger.Clean(("a", DeleteVerdict.Delete, ""));
        _ledger.Scan(new() { Files = 1, Ignored = 3 }, problem: "may not be written");

        var report = Close();

        Assert.False(report.ScanCut);
        Assert.Equal((1, 3), (report.Found.Files, report.Found.Ignored));
        Assert.Equal(
            "The record of the scan could not be written, so that the status does not tell of this run: may not be written",
            Assert.Single(report.Problems));
        Assert.Empty(report.Imbalances);
    }

    [Fact]
    public void Died_CleanupWhoseOutcomeIsNotWritten_SaysSoUntilItIs()
    {
        _ledger.Emit("a");
        _ledger.Sync(("a", FileOutcome.Uploaded, null));
        _ledger.Clean(("a", DeleteVerdict.Delete, ""));
        _ledger.Problems.Cleaned("b", "refused", isCleaned: true);
        Assert.Contains("could not be written.", Assert.Single(Close().Problems), StringComparison.Ordinal);

        _ledger.Problems.Cleaned("b", null, isCleaned: true);

        Assert.Empty(Close().Problems);
    }

    /// <summary>No scan sends a deleted file again: nothing but this run can tell that its cleanup has no outcome.</summary>
    [Fact]
    public void TryAgain_CleanupWhoseOutcomeIsNotWritten_IsStillSaid()
    {
        _ledger.Emit("a", "b");
        _ledger.Sync(("a", FileOutcome.Uploaded, null));
        _ledger.Clean(("a", DeleteVerdict.Delete, ""));
        _ledger.Problems.Cleaned("b", "refused", isCleaned: true);
        _ledger.Problems.Cleaned("c", "away", isCleaned: false);
        _ledger.BatchDied(Ledgers.Batch("b"), "away");

        Assert.True(_ledger.TryAgain(deletes: true));
        _ledger.Emit("b");
        _ledger.Sync(("b", FileOutcome.Uploaded, null));

        Assert.EndsWith("closes it: refused", Assert.Single(Close(stopped: true).Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void TryAgain_ShippedFilesWereNotCleanedUp_IfTheyAreToBe(bool deletes, bool expected)
    {
        _ledger.Emit("a");
        _ledger.Sync(("a", FileOutcome.Uploaded, null));

        Assert.Equal(expected, _ledger.TryAgain(deletes));
    }

    /// <summary>The receipt can be written and not read: the cleanup fails, and so does the batch of the next scan.</summary>
    [Fact]
    public void BatchDied_AfterItsFilesWereShipped_SaysWhyTheyAreLeft()
    {
        _ledger.Emit("a");
        _ledger.Sync(("a", FileOutcome.Uploaded, null));
        _ledger.Problems.Cleaned("a", "refused", isCleaned: false);
        Assert.True(_ledger.TryAgain(deletes: true));
        _ledger.Emit("a");
        _ledger.BatchDied(Ledgers.Batch("a"), "may not be read");
        _ledger.Scan(new() { Files = 1 });

        var report = Close();

        Assert.Equal((1, 1), (report.Shipped.Uploaded, report.NotDeleted));
        Assert.Equal("Shipped files were not cleaned up and stay in the directory: may not be read",
            Assert.Single(report.Problems));
        Assert.Empty(report.Imbalances);
    }

    [Fact]
    public void TryAgain_BatchDied_CountsTheNextScanAlone()
    {
        Assert.False(_ledger.TryAgain(deletes: true));
        _ledger.Emit("a");
        _ledger.BatchDied(Ledgers.Batch("a"), "down");
        _ledger.Scan(new() { Files = 1, Ignored = 2 });

        Assert.True(_ledger.TryAgain(deletes: true));
        _ledger.Scan(new() { Files = 1, Ignored = 3 });

        Assert.Equal(3, Close().Found.Ignored);
        _ledger.Scanned(null, isRecorded: false, "down");
        Assert.False(_ledger.TryAgain(deletes: true));
    }

    /// <summary>A scan that ran out of time goes on in another one: both count.</summary>
    [Fact]
    public void Scanned_CutAndContinued_CountsBothAndReachesTheEnd()
    {
        _ledger.Scan(new() { Ignored = 5 }, next: "f");
        _ledger.Scan(new() { Ignored = 7 });

        Assert.Equal((12, false), (Close().Found.Ignored, Close().ScanCut));
    }

    [Fact]
    public void Scanned_StoppedBeforeItGoesOn_CutsTheAccount()
    {
        _ledger.Scan(new(), next: "f");
        _ledger.Scanned(null, isRecorded: false, null);

        Assert.True(Close(stopped: true).ScanCut);
        Assert.Empty(Close(stopped: true).Problems);
        Assert.False(_ledger.TryAgain(deletes: true));
    }

    [Fact]
    public void Scanned_StoppedBeforeItsRecord_SaysThatTheStatusDoesNotTell()
    {
        _ledger.Scan(new(), isRecorded: false);

        var report = Close(stopped: true);

        Assert.False(report.ScanCut);
        Assert.Equal("The record of the scan could not be written, so that the status does not tell of this run: "
            + "the run was stopped first.", Assert.Single(report.Problems));
    }

    private ShipReport Close(bool stopped = false) => _ledger.Close(Reports.Good, stopped);
}
