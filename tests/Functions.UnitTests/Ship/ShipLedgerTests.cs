using CloudNative.CloudEvents;
using CsCheck;
using Longshore.App.Events;
using Longshore.Cli.Ship;
using Longshore.Core.Clean;
using Longshore.Core.Receipts;
using Longshore.Core.Scan;
using Longshore.Model.Events;
using Longshore.Volumes;

namespace Longshore.UnitTests.Ship;

/// <summary>What a run's events, receipts and cleanups say of its files, each of which has one state.</summary>
public sealed class ShipLedgerTests
{
    private readonly ShipLedger _ledger = new();

    [Fact]
    public void Close_WholeRun_Balances()
    {
        Emit("a", "b", "c", "d");
        Sync(("a", FileOutcome.Failed, "conflict"), ("b", FileOutcome.Deferred, Reasons.OpenForWriting),
            ("c", FileOutcome.Uploaded, null), ("d", FileOutcome.Present, null));
        Clean(("c", DeleteVerdict.Delete, ""), ("d", DeleteVerdict.Keep, DeleteDecision.Changed));
        Scan(new() { Files = 4, Bytes = 4, Deferred = 2, DeferredFor = new() { [Reasons.TooYoung] = 2 } });

        var report = Close();

        Assert.Empty(report.Imbalances);
        Assert.Equal((4, 4), (report.Found.Files, report.Found.Bytes));
        Assert.Equal((1, 1, 1, 1), (report.Shipped.Uploaded, report.Shipped.Present, report.Deleted, report.BytesFreed));
        Assert.Equal((0, 0), (report.NotShipped, report.NotDeleted));
        Assert.Equal(new Dictionary<string, long> { [Reasons.OpenForWriting] = 1, [Reasons.TooYoung] = 2 }, report.Deferred);
        Assert.Equal([new("a", "failed", "conflict"), new("d", "kept", DeleteDecision.Changed),
            new("b", "deferred", Reasons.OpenForWriting)], report.Left);
    }

    [Fact]
    public void Synced_SameReceiptTwice_CountsOnce()
    {
        Emit("a", "b");
        Sync(("a", FileOutcome.Uploaded, null), ("b", FileOutcome.Uploaded, null));
        Sync(("a", FileOutcome.Uploaded, null), ("b", FileOutcome.Uploaded, null));

        Assert.Equal((2, 2), (Close().Shipped.Uploaded, Close().Shipped.BytesUploaded));
    }

    /// <summary>A cleanup whose outcome could not be written is tried again, and finds gone what it has deleted.</summary>
    [Fact]
    public void Cleaned_TriedAgain_CountsTheDeletionOnce()
    {
        Emit("a");
        Sync(("a", FileOutcome.Uploaded, null));
        Clean(("a", DeleteVerdict.Delete, ""));
        Clean(("a", DeleteVerdict.Gone, ""));

        Assert.Equal((1, 0), (Close().Deleted, Close().Gone));
    }

    /// <summary>
    /// The store was away: each try of the batch died, and the next try of the scan ships its files in another batch.
    /// </summary>
    [Fact]
    public void Synced_AfterItsBatchDied_TakesTheDeathBack()
    {
        Emit("a", "b");
        _ledger.Died(Ready("a", "b"), "S3__Bucket throttles.");
        Assert.Equal((2, "2 files of batches that could not be handled: S3__Bucket throttles."),
            (Close().NotHandled, Assert.Single(Close().Problems)));

        Emit("a");
        Sync(("a", FileOutcome.Uploaded, null));
        Clean(("a", DeleteVerdict.Delete, ""));
        Emit("b", "c");
        Sync(("b", FileOutcome.Present, null), ("c", FileOutcome.Uploaded, null));
        Clean(("b", DeleteVerdict.Delete, ""), ("c", DeleteVerdict.Delete, ""));

        var report = Close();
        Assert.Equal((3, 2, 1, 3, 0),
            (report.Found.Files, report.Shipped.Uploaded, report.Shipped.Present, report.Deleted, report.NotHandled));
        Assert.Empty(report.Problems);
        Assert.Empty(report.Imbalances);
        Assert.Equal(0, report.LeftCount);
    }

    [Fact]
    public void Died_BatchOfShippedFiles_LeavesThemShipped()
    {
        Emit("a");
        Sync(("a", FileOutcome.Uploaded, null));
        Emit("a");
        _ledger.Died(Ready("a"), "down");

        Assert.Equal((1, 0), (Close(stopped: true).Shipped.Uploaded, Close(stopped: true).NotHandled));
    }

    [Fact]
    public void Emitted_FileThatWasDeletedIsThereAgain_CountsAsAnotherOne()
    {
        Emit("a");
        Sync(("a", FileOutcome.Uploaded, null));
        Clean(("a", DeleteVerdict.Delete, ""));
        Emit("a");
        Sync(("a", FileOutcome.Uploaded, null));
        Clean(("a", DeleteVerdict.Keep, "keep-for"));

        var report = Close();

        Assert.Equal((2, 2, 1, 1), (report.Found.Files, report.Shipped.Uploaded, report.Deleted, report.Kept["keep-for"]));
        Assert.Empty(report.Imbalances);
    }

    [Fact]
    public void Synced_ReceiptOfAnEarlierRun_CountsItsUploadsAsPresent()
    {
        Emit("a", "b");
        _ledger.Synced(Receipt(("a", FileOutcome.Uploaded, null), ("b", FileOutcome.Present, null)), isEarlier: true);

        var shipped = Close(stopped: true).Shipped;

        Assert.Equal((0, 2, 0, 2), (shipped.Uploaded, shipped.Present, shipped.BytesUploaded, shipped.BytesPresent));
        Assert.Equal((2, 2), _ledger.Settled);
    }

    [Fact]
    public void Close_RemainderShippedLater_Balances()
    {
        Emit("a", "b");
        Sync(("a", FileOutcome.Uploaded, null), ("b", FileOutcome.Remaining, null));
        Sync(("b", FileOutcome.Uploaded, null));
        Clean(("a", DeleteVerdict.Delete, ""));
        Clean(("b", DeleteVerdict.Delete, ""));

        Assert.Empty(Close().Imbalances);
    }

    [Fact]
    public void Close_StoppedInTheMiddle_SaysWhatIsLeftByName()
    {
        Emit("a", "b");
        Sync(("a", FileOutcome.Uploaded, null), ("b", FileOutcome.Remaining, null));
        _ledger.Stopped(Asked("1"));

        var report = Close(stopped: true);

        Assert.Empty(report.Imbalances);
        Assert.True(report.ScanCut);
        Assert.Equal((1, 1), (report.NotShipped, report.NotDeleted));
        Assert.Equal([new("a", "not-deleted", ""), new("b", "not-shipped", "")], report.Left);
    }

    [Fact]
    public void Close_FilesWithoutOutcome_SaysSo()
    {
        Emit("a", "b");
        Sync(("a", FileOutcome.Uploaded, null));

        Assert.Equal(["1 of 2 files have no outcome.", "1 of 1 shipped files were neither deleted nor kept for a reason."],
            Close().Imbalances);
    }

    [Fact]
    public void Died_Scan_CutsTheAccount()
    {
        _ledger.Died(Asked("1"), "no volume");

        Assert.True(Close().ScanCut);
        Assert.StartsWith("The directory was not scanned to the end", Assert.Single(Close().Problems), StringComparison.Ordinal);
    }

    /// <summary>All was walked and shipped; only the record could not be written.</summary>
    [Fact]
    public void Died_ScanThatWasWalked_SaysThatItsRecordIsMissing()
    {
        Emit("a");
        Sync(("a", FileOutcome.Uploaded, null));
        Clean(("a", DeleteVerdict.Delete, ""));
        Scan(new() { Files = 1, Ignored = 3 }, "1");
        _ledger.Died(Asked("1"), "may not be written");

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
        Emit("a");
        Sync(("a", FileOutcome.Uploaded, null));
        Clean(("a", DeleteVerdict.Delete, ""));
        _ledger.Died(Synced("b"), "refused");
        Assert.Contains("could not be written.", Assert.Single(Close().Problems), StringComparison.Ordinal);

        _ledger.Ended(new BatchCleaned { Batch = "b" });

        Assert.Empty(Close().Problems);
    }

    /// <summary>No scan sends a deleted file again: nothing but this run can tell that its cleanup has no outcome.</summary>
    [Fact]
    public void TryAgain_CleanupWhoseOutcomeIsNotWritten_IsStillSaid()
    {
        Emit("a", "b");
        Sync(("a", FileOutcome.Uploaded, null));
        Clean(("a", DeleteVerdict.Delete, ""));
        _ledger.Died(Synced("b"), "refused");
        _ledger.Died(Synced("c"), "away");
        _ledger.Died(Ready("b"), "away");

        Assert.True(_ledger.TryAgain(deletes: true));
        Emit("b");
        Sync(("b", FileOutcome.Uploaded, null));

        Assert.EndsWith("closes it: refused", Assert.Single(Close(stopped: true).Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void TryAgain_ShippedFilesWereNotCleanedUp_IfTheyAreToBe(bool deletes, bool expected)
    {
        Emit("a");
        Sync(("a", FileOutcome.Uploaded, null));

        Assert.Equal(expected, _ledger.TryAgain(deletes));
    }

    [Fact]
    public void TryAgain_BatchDied_CountsTheNextScanAlone()
    {
        Assert.False(_ledger.TryAgain(deletes: true));
        Emit("a");
        _ledger.Died(Ready("a"), "down");
        Scan(new() { Files = 1, Ignored = 2 }, "1");

        Assert.True(_ledger.TryAgain(deletes: true));
        Scan(new() { Files = 1, Ignored = 3 }, "2");

        Assert.Equal(3, Close().Found.Ignored);
        _ledger.Died(Asked("3"), "down");
        Assert.False(_ledger.TryAgain(deletes: true));
    }

    [Fact]
    public void Scanned_WalkedAgain_CountsTheLastWalk()
    {
        Scan(new() { Deferred = 5, Ignored = 7, DeferredFor = new() { [Reasons.TooYoung] = 5 } }, "1");
        Scan(new() { Deferred = 4, Ignored = 7, DeferredFor = new() { [Reasons.TooYoung] = 4 } }, "1");

        Assert.Equal((4, 7, 4), (Close().Found.Deferred, Close().Found.Ignored, Close().Deferred[Reasons.TooYoung]));
    }

    [Fact]
    public void Cleaned_DryRun_KeepsEverything()
    {
        Emit("a");
        Sync(("a", FileOutcome.Uploaded, null));
        _ledger.Cleaned("b", [Cleaned("a", DeleteVerdict.Delete, "")], dryRun: true);

        var report = Close();

        Assert.Equal((0, 0, 1), (report.Deleted, report.BytesFreed, report.Kept[ShipDecision.ByDryRun]));
        Assert.Empty(report.Imbalances);
    }

    [Fact]
    public void Synced_ManyFailures_NamesTheFirstAndCountsAll()
    {
        string[] paths = [.. Enumerable.Range(0, 3000).Select(number => $"f{number}")];
        Emit(paths);
        Sync([.. paths.Select(path => (path, FileOutcome.Failed, (string?)"conflict"))]);

        var report = Close();

        Assert.Equal((3000, 3000, ShipAccount.MostNamed, 3000),
            (report.Failed, report.FailedFor["conflict"], report.Left.Count, report.LeftCount));
    }

    /// <summary>The files that are named first are the first to be shipped.</summary>
    [Fact]
    public void Close_StoppedAfterTheFirstOfManyWereShipped_NamesTheOthers()
    {
        string[] paths = [.. Enumerable.Range(0, 3000).Select(number => $"f{number}")];
        Emit(paths);
        Sync([.. paths.Take(2500).Select(path => (path, FileOutcome.Uploaded, (string?)null))]);
        Clean([.. paths.Take(2000).Select(path => (path, DeleteVerdict.Delete, ""))]);

        var report = Close(stopped: true);

        Assert.Equal((500, 500), (report.NotShipped, report.NotDeleted));
        Assert.Equal(paths[2000..], report.Left.Select(left => left.Path));
    }

    [Fact]
    public void Emitted_HostileSizes_AreAddedUpWithoutAnOverflow()
    {
        _ledger.Emitted(
            new() { Files = [new() { Path = "a", Size = long.MaxValue }, new() { Path = "b", Size = long.MaxValue }] });
        _ledger.Died(Ready("a", "b"), "down");

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
                    ledger.Emitted(Batch(paths));
                }

                string[] known = [.. paths.Where(told.Contains)];
                if (act == 1)
                    ledger.Died(Ready(paths), $"problem {outcome}");
                if (act == 2)
                    ledger.Synced(Receipt([.. known.Select(path => (path, (FileOutcome)outcome, (string?)"why"))]));
                if (act is 3 or 4)
                {
                    var shipped = known.Where(path => outcome < 4).ToArray();
                    ledger.Synced(Receipt([.. shipped.Select(path => (path, FileOutcome.Present, (string?)null))]));
                    ledger.Cleaned("b", shipped.Select(
                        path => Cleaned(path, (DeleteVerdict)(outcome % 3), outcome % 3 == 0 ? "why" : "")), dryRun: false);
                }

                ends = [.. told.Where(path => !ledger.Close(Reports.Good, stopped: true).Left.Any(left => left.Path == path))];
            }

            var report = ledger.Close(Reports.Good, stopped: true);
            Assert.Equal(told.Count + again, report.Found.Files);
            Assert.Equal(report.Found.Files,
                report.Shipped.Uploaded + report.Shipped.Present + report.Shipped.Missing + report.DeferredLater + report.Failed
                    + report.NotHandled + report.NotShipped);
            Assert.Equal(report.Shipped.Uploaded + report.Shipped.Present,
                report.Deleted + report.Gone + report.Kept.Values.Sum() + report.NotDeleted);
            Assert.Equal(report.Found.Bytes, report.Found.Files);
            Assert.Equal(report.LeftCount, report.Left.Count);
            Assert.Empty(report.Imbalances);
        });
    }

    private ShipReport Close(bool stopped = false) => _ledger.Close(Reports.Good, stopped);

    private void Emit(params string[] paths) => _ledger.Emitted(Batch(paths));

    private void Sync(params (string Path, FileOutcome Outcome, string? Reason)[] entries) => _ledger.Synced(Receipt(entries));

    private void Clean(params (string Path, DeleteVerdict Verdict, string Reason)[] files) =>
        _ledger.Cleaned("b", files.Select(file => Cleaned(file.Path, file.Verdict, file.Reason)), dryRun: false);

    private void Scan(ScanCompleted result, string id = "1") =>
        _ledger.Scanned(EventFactory.NameOf(Asked(id)), result, isCut: false);

    private static CloudEvent Asked(string id) =>
        EventFactory.Create(EventTypes.ScanRequested, "/x", id, new ScanRequested(), EventJson.Default.ScanRequested);

    private static CloudEvent Synced(string batch) =>
        EventFactory.Create(EventTypes.BatchSynced, "/x", "1", new BatchSynced { Batch = batch }, EventJson.Default.BatchSynced);

    private static CloudEvent Ready(params string[] paths) =>
        EventFactory.Create(EventTypes.BatchReady, "/longshore/schedule", "1", Batch(paths), EventJson.Default.BatchReady);

    private static BatchReady Batch(string[] paths) =>
        new() { Files = [.. paths.Select(path => new BatchFile { Path = path, Size = 1 })] };

    private static CleanedFile Cleaned(string path, DeleteVerdict verdict, string reason) =>
        new(new ReceiptEntry { Path = path, Outcome = FileOutcome.Uploaded, Size = 1 }, verdict, reason);

    private static Receipt Receipt(params (string Path, FileOutcome Outcome, string? Reason)[] entries)
    {
        ReceiptEntry[] files = [.. entries.Select(
            entry => new ReceiptEntry { Path = entry.Path, Outcome = entry.Outcome, Reason = entry.Reason, Size = 1 })];
        return new()
        {
            Schema = Core.Receipts.Receipt.CurrentSchema,
            Batch = "b",
            Attempt = 1,
            VolumeName = "default/data",
            Destination = new Destination("harbour", "", "{path}"),
            StartedAt = default,
            FinishedAt = default,
            Counts = ReceiptCounts.Of(files),
            Files = files,
        };
    }
}
