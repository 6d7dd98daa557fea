using CsCheck;
using Longshore.Cli.Ship;
using Longshore.Core.Clean;
using Longshore.Core.Receipts;
using Longshore.Core.Scan;
using Longshore.Volumes;

namespace Longshore.UnitTests.Cli.Ship;

/// <summary>What a run's batches, receipts and cleanups say of its files, each of which has one state.</summary>
public sealed partial class ShipLedgerTests
{
    private readonly ShipLedger _ledger = new();

    [Fact]
    public void Close_WholeRun_Balances()
    {
        _ledger.Emit("a", "b", "c", "d");
        _ledger.Sync(("a", FileOutcome.Failed, "conflict"), ("b", FileOutcome.Deferred, Reasons.OpenForWriting));
        _ledger.Sync(("c", FileOutcome.Uploaded, null), ("d", FileOutcome.Present, null));
        _ledger.Clean(("c", DeleteVerdict.Delete, ""), ("d", DeleteVerdict.Keep, Reasons.Changed));
        _ledger.Scan(new() { Files = 4, Bytes = 4, Deferred = 2, DeferredFor = new() { [Reasons.TooYoung] = 2 } });

        var report = Close();

        Assert.Empty(report.Imbalances);
        Assert.Equal((4, 4), (report.Found.Files, report.Found.Bytes));
        Assert.Equal((1, 1, 1, 1), (report.Shipped.Uploaded, report.Shipped.Present, report.Deleted, report.BytesFreed));
        Assert.Equal((0, 0), (report.NotShipped, report.NotDeleted));
        Assert.Equal(new Dictionary<string, long> { [Reasons.OpenForWriting] = 1, [Reasons.TooYoung] = 2 }, report.Deferred);
        Assert.Equal(
            [new("a", "failed", "conflict"), new("d", "kept", Reasons.Changed),
                new("b", "deferred", Reasons.OpenForWriting)],
            report.Left);
    }

    [Fact]
    public void Synced_SameReceiptTwice_CountsOnce()
    {
        _ledger.Emit("a", "b");
        _ledger.Sync(("a", FileOutcome.Uploaded, null), ("b", FileOutcome.Uploaded, null));
        _ledger.Sync(("a", FileOutcome.Uploaded, null), ("b", FileOutcome.Uploaded, null));

        Assert.Equal((2, 2), (Close().Shipped.Uploaded, Close().Shipped.BytesUploaded));
    }

    /// <summary>A cleanup whose outcome could not be written is tried again, and finds gone what it has deleted.</summary>
    [Fact]
    public void Cleaned_TriedAgain_CountsTheDeletionOnce()
    {
        _ledger.Emit("a");
        _ledger.Sync(("a", FileOutcome.Uploaded, null));
        _ledger.Clean(("a", DeleteVerdict.Delete, ""));
        _ledger.Clean(("a", DeleteVerdict.Gone, ""));

        Assert.Equal((1, 0), (Close().Deleted, Close().Gone));
    }

    /// <summary>The store was away: each try of the batch died, and the next scan ships its files in another batch.</summary>
    [Fact]
    public void Synced_AfterItsBatchDied_TakesTheDeathBack()
    {
        _ledger.Emit("a", "b");
        _ledger.BatchDied(Ledgers.Batch("a", "b"), "S3__Bucket throttles.");
        Assert.Equal(2, Close().NotHandled);
        Assert.Equal("2 files of batches that could not be handled: S3__Bucket throttles.", Assert.Single(Close().Problems));

        _ledger.Emit("a");
        _ledger.Sync(("a", FileOutcome.Uploaded, null));
        _ledger.Clean(("a", DeleteVerdict.Delete, ""));
        _ledger.Emit("b", "c");
        _ledger.Sync(("b", FileOutcome.Present, null), ("c", FileOutcome.Uploaded, null));
        _ledger.Clean(("b", DeleteVerdict.Delete, ""), ("c", DeleteVerdict.Delete, ""));

        var report = Close();
        Assert.Equal((3, 2, 1), (report.Found.Files, report.Shipped.Uploaded, report.Shipped.Present));
        Assert.Equal((3, 0), (report.Deleted, report.NotHandled));
        Assert.Empty(report.Problems);
        Assert.Empty(report.Imbalances);
        Assert.Equal(0, report.LeftCount);
    }

    [Fact]
    public void Died_BatchOfShippedFiles_LeavesThemShipped()
    {
        _ledger.Emit("a");
        _ledger.Sync(("a", FileOutcome.Uploaded, null));
        _ledger.Emit("a");
        _ledger.BatchDied(Ledgers.Batch("a"), "down");

        Assert.Equal((1, 0), (Close(stopped: true).Shipped.Uploaded, Close(stopped: true).NotHandled));
    }

    [Fact]
    public void Found_FileThatWasDeletedIsThereAgain_CountsAsAnotherOne()
    {
        _ledger.Emit("a");
        _ledger.Sync(("a", FileOutcome.Uploaded, null));
        _ledger.Clean(("a", DeleteVerdict.Delete, ""));
        _ledger.Emit("a");
        _ledger.Sync(("a", FileOutcome.Uploaded, null));
        _ledger.Clean(("a", DeleteVerdict.Keep, "keep-for"));

        var report = Close();

        Assert.Equal((2, 2, 1, 1), (report.Found.Files, report.Shipped.Uploaded, report.Deleted, report.Kept["keep-for"]));
        Assert.Empty(report.Imbalances);
    }

    [Fact]
    public void Synced_ReceiptOfAnEarlierRun_CountsItsUploadsAsPresent()
    {
        _ledger.Emit("a", "b");
        _ledger.Synced(Receipts.Of(("a", FileOutcome.Uploaded, null), ("b", FileOutcome.Present, null)), isEarlier: true);

        var shipped = Close(stopped: true).Shipped;

        Assert.Equal((0, 2, 0, 2), (shipped.Uploaded, shipped.Present, shipped.BytesUploaded, shipped.BytesPresent));
        Assert.Equal(new ShipCounts(2, 2, 0, 0, 0), _ledger.Counts);
    }

    [Fact]
    public void Close_RemainderShippedLater_Balances()
    {
        _ledger.Emit("a", "b");
        _ledger.Sync(("a", FileOutcome.Uploaded, null), ("b", FileOutcome.Remaining, null));
        _ledger.Sync(("b", FileOutcome.Uploaded, null));
        _ledger.Clean(("a", DeleteVerdict.Delete, ""));
        _ledger.Clean(("b", DeleteVerdict.Delete, ""));

        Assert.Empty(Close().Imbalances);
    }

    [Fact]
    public void Close_StoppedInTheMiddle_SaysWhatIsLeftByName()
    {
        _ledger.Emit("a", "b");
        _ledger.Sync(("a", FileOutcome.Uploaded, null), ("b", FileOutcome.Remaining, null));
        _ledger.Scanned(null, isRecorded: false, null);

        var report = Close(stopped: true);

        Assert.Empty(report.Imbalances);
        Assert.True(report.ScanCut);
        Assert.Equal((1, 1), (report.NotShipped, report.NotDeleted));
        Assert.Equal([new("a", "not-deleted", "the run was stopped first"), new("b", "not-shipped", "the run was stopped first")],
            report.Left);
    }

    [Fact]
    public void Close_FilesWithoutOutcome_SaysSo()
    {
        _ledger.Emit("a", "b");
        _ledger.Sync(("a", FileOutcome.Uploaded, null));

        Assert.Equal(
            ["1 of 2 files have no outcome.", "1 of 1 shipped files were not deleted, and nothing says why."],
            Close().Imbalances);
    }

    [Fact]
    public void Cleaned_DryRun_KeepsEverything()
    {
        _ledger.Emit("a");
        _ledger.Sync(("a", FileOutcome.Uploaded, null));
        _ledger.Cleaned([Ledgers.Cleaned("a", DeleteVerdict.Delete, "")], dryRun: true);

        var report = Close();

        Assert.Equal((0, 0, 1), (report.Deleted, report.BytesFreed, report.Kept[Reasons.CleanupDryRun]));
        Assert.Empty(report.Imbalances);
    }

    [Fact]
    public void Synced_ManyFailures_NamesTheFirstAndCountsAll()
    {
        string[] paths = [.. Enumerable.Range(0, 3000).Select(number => $"f{number}")];
        _ledger.Emit(paths);
        _ledger.Sync([.. paths.Select(path => (path, FileOutcome.Failed, (string?)"conflict"))]);

        var report = Close();

        Assert.Equal((3000, 3000), (report.Failed, report.FailedFor["conflict"]));
        Assert.Equal((ShipAccount.MostNamed, 3000), (report.Left.Count, report.LeftCount));
    }

    /// <summary>The files that are named first are the first to be shipped.</summary>
    [Fact]
    public void Close_StoppedAfterTheFirstOfManyWereShipped_NamesTheOthers()
    {
        string[] paths = [.. Enumerable.Range(0, 3000).Select(number => $"f{number}")];
        _ledger.Emit(paths);
        _ledger.Sync([.. paths.Take(2500).Select(path => (path, FileOutcome.Uploaded, (string?)null))]);
        _ledger.Clean([.. paths.Take(2000).Select(path => (path, DeleteVerdict.Delete, ""))]);

        var report = Close(stopped: true);

        Assert.Equal((500, 500), (report.NotShipped, report.NotDeleted));
        Assert.Equal(paths[2000..], report.Left.Select(left => left.Path));
    }

    [Fact]
    public void Found_HostileSizes_AreAddedUpWithoutAnOverflow()
    {
        _ledger.Found([new() { Path = "a", Size = long.MaxValue }, new() { Path = "b", Size = long.MaxValue }]);
        _ledger.BatchDied(Ledgers.Batch("a", "b"), "down");

        Assert.Equal(2, Close().Found.Files);
    }

    /// <summary>
    /// Whatever is told, how often and in which order: tries of a scan that cut the files into other batches, deaths, receipts of
    /// before, cleanups tried again. Each file is counted once in what was found and once in what became of it.
    /// </summary>
    [Fact]
    public void Close_AnyInterleaving_CountsEachFileOnce()
    {
        const int Most = 12;
        var files = Gen.Int[0, Most - 1].ArrayUnique[1, 6].Select(numbers => numbers.Select(number => $"f{number}").ToArray());
        var outcomes = Gen.Int[0, 5];
        Gen.Select(Gen.Int[0, 4], files, outcomes).Array[1, 40].Sample(steps =>
        {
            var ledger = new ShipLedger();
            var told = new HashSet<string>(StringComparer.Ordinal);
            var (again, ends) = (0, new HashSet<string>(StringComparer.Ordinal));
            foreach (var (act, paths, outcome) in steps)
            {
                if (act is 0 or 1)
                {
                    // A file of a name whose file was deleted or gone is another one.
                    again += paths.Count(ends.Remove);
                    told.UnionWith(paths);
                    ledger.Found(Ledgers.Batch(paths));
                }

                string[] known = [.. paths.Where(told.Contains)];
                if (act == 1)
                    ledger.BatchDied(Ledgers.Batch(paths), $"problem {outcome}");
                if (act == 2)
                    ledger.Synced(Receipts.Of([.. known.Select(path => (path, (FileOutcome)outcome, (string?)"why"))]));
                if (act is 3 or 4)
                {
                    var shipped = known.Where(path => outcome < 4).ToArray();
                    ledger.Synced(Receipts.Of([.. shipped.Select(path => (path, FileOutcome.Present, (string?)null))]));
                    var (verdict, reason) = ((DeleteVerdict)(outcome % 3), outcome % 3 == 0 ? "why" : "");
                    ledger.Clean([.. shipped.Select(path => (path, verdict, reason))]);
                }

                ends = [.. told.Where(path => !ledger.Close(Reports.Good, stopped: true).Left.Any(left => left.Path == path))];
            }

            var report = ledger.Close(Reports.Good, stopped: true);
            Assert.Equal(told.Count + again, report.Found.Files);
            Assert.Equal(report.Found.Files,
                report.Shipped.Uploaded + report.Shipped.Present + report.Shipped.Missing + report.DeferredLater
                    + report.Failed + report.NotHandled + report.NotShipped);
            Assert.Equal(
                report.Shipped.Uploaded + report.Shipped.Present,
                report.Deleted + report.Gone + report.Kept.Values.Sum() + report.NotDeleted);
            Assert.Equal(report.Found.Bytes, report.Found.Files);
            Assert.Equal(report.LeftCount, report.Left.Count);
            Assert.Empty(report.Imbalances);
        });
    }

    private ShipReport Close(bool stopped = false) => _ledger.Close(Reports.Good, stopped);
}
