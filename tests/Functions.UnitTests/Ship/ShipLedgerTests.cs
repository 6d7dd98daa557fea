using CsCheck;
using Longshore.Cleanup;
using Longshore.Events;
using Longshore.Files;
using Longshore.Ship;
using Longshore.Storage.Receipts;

namespace Longshore.UnitTests.Ship;

/// <summary>What a run's events and receipts add up to.</summary>
public sealed class ShipLedgerTests
{
    private readonly ShipLedger _ledger = new();

    [Fact]
    public void Close_WholeRun_Balances()
    {
        Emit(4);
        Sync("r1", new() { Batch = "b", Planned = 4, Uploaded = 1, Present = 1, Deferred = 1, Failed = 1, BytesUploaded = 10, BytesPresent = 20 },
            ("a", FileOutcome.Failed, "conflict"), ("b", FileOutcome.Deferred, Reasons.OpenForWriting));
        _ledger.Cleaned(new() { Batch = "b", Deleted = 1, BytesFreed = 10, Kept = new() { [DeleteDecision.Changed] = 1 } });
        _ledger.Scanned(new() { Files = 4, Bytes = 4, Deferred = 2, DeferredFor = new() { [Reasons.TooYoung] = 2 } });

        var report = Close();

        Assert.Empty(report.Imbalances);
        Assert.Equal(4, report.Found.Files);
        Assert.Equal((0, 0), (report.NotShipped, report.NotDeleted));
        Assert.Equal(new Dictionary<string, long> { [Reasons.OpenForWriting] = 1, [Reasons.TooYoung] = 2 }, report.Deferred);
        Assert.Equal([new("a", "conflict")], report.FailedFiles);
        Assert.Equal(1, report.Kept[DeleteDecision.Changed]);
    }

    [Fact]
    public void Synced_SameReceiptTwice_CountsOnce()
    {
        Emit(2);
        Sync("r1", new() { Batch = "b", Planned = 2, Uploaded = 2 });
        Sync("r1", new() { Batch = "b", Planned = 2, Uploaded = 2 });

        Assert.Equal(2, Close().Shipped.Uploaded);
    }

    /// <summary>The scan's record could not be written: the scan is tried again, and finds the files of the batch deleted or still there.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Close_ScanTriedAgain_Balances(bool areStillThere)
    {
        _ledger.ScanBegins();
        Emit(3);
        Sync("r1", new() { Batch = "b", Planned = 3, Uploaded = 3 });
        _ledger.Cleaned(new() { Batch = "b", Deleted = areStillThere ? 0 : 3, Kept = areStillThere ? new() { ["keep-for"] = 3 } : [] });

        _ledger.ScanBegins();
        if (areStillThere)
            Emit(3);
        _ledger.Scanned(new() { Files = areStillThere ? 3 : 0 });

        Assert.Empty(Close().Imbalances);
        Assert.Equal(3, Close().Found.Files);
    }

    [Fact]
    public void Synced_ReceiptOfAnEarlierRun_CountsItsUploadsAsPresent()
    {
        Emit(3);
        _ledger.Synced("r1", new() { Batch = "b", Planned = 3, Uploaded = 2, Present = 1, BytesUploaded = 20, BytesPresent = 10 }, null, isEarlier: true);

        var shipped = Close(stopped: true).Shipped;

        Assert.Equal((0, 3, 0, 30), (shipped.Uploaded, shipped.Present, shipped.BytesUploaded, shipped.BytesPresent));
        Assert.Equal((3, 30), _ledger.Settled);
    }

    [Fact]
    public void Close_RemainderShippedLater_Balances()
    {
        Emit(5);
        Sync("r1", new() { Batch = "b", Planned = 5, Uploaded = 2, Remaining = 3 });
        Sync("r2", new() { Batch = "c", Planned = 3, Uploaded = 3 });
        _ledger.Cleaned(new() { Batch = "b", Deleted = 2 });
        _ledger.Cleaned(new() { Batch = "c", Deleted = 3 });
        _ledger.Scanned(new() { Files = 5 });

        Assert.Empty(Close().Imbalances);
    }

    [Fact]
    public void Close_StoppedInTheMiddle_SaysWhatIsLeft()
    {
        Emit(5);
        Sync("r1", new() { Batch = "b", Planned = 5, Uploaded = 2, Remaining = 3 });
        // The scan has planned four more and emitted none of them.
        _ledger.Scanned(new() { Files = 9 });

        var report = Close(stopped: true);

        Assert.Empty(report.Imbalances);
        Assert.Equal((7, 2), (report.NotShipped, report.NotDeleted));
    }

    [Fact]
    public void Close_FilesWithoutOutcome_SaysSo()
    {
        Emit(5);
        Sync("r1", new() { Batch = "b", Planned = 4, Uploaded = 4 });
        _ledger.Cleaned(new() { Batch = "b", Deleted = 3 });
        _ledger.Scanned(new() { Files = 5 });

        Assert.Equal(["1 of 5 files have no outcome.", "1 of 4 shipped files were neither deleted nor kept for a reason."], Close().Imbalances);
    }

    [Fact]
    public void Close_MoreOutcomesThanFiles_SaysSo()
    {
        Emit(1);
        Sync("r1", new() { Batch = "b", Planned = 2, Uploaded = 2 });
        _ledger.Cleaned(new() { Batch = "b", Deleted = 3 });

        Assert.Equal(2, Close(stopped: true).Imbalances.Count);
    }

    [Fact]
    public void Died_Batches_AreCountedAndExplained()
    {
        Emit(3);
        _ledger.Died(Ready(3), "S3__Bucket throttles.");
        _ledger.Scanned(new() { Files = 3 });

        var report = Close();

        Assert.Equal(3, report.NotHandled);
        Assert.Equal(["A batch of 3 files was not shipped: S3__Bucket throttles."], report.Problems);
        Assert.Empty(report.Imbalances);
    }

    [Fact]
    public void Died_Scan_CutsTheAccount()
    {
        _ledger.Died(new() { Id = "1", Type = EventTypes.ScanRequested, Source = new("/x", UriKind.Relative) }, "no volume");

        Assert.True(Close().ScanCut);
    }

    [Fact]
    public void Cleaned_DryRun_KeepsEverything()
    {
        Emit(1);
        Sync("r1", new() { Batch = "b", Planned = 1, Uploaded = 1 });
        _ledger.Cleaned(new() { Batch = "b", Deleted = 1, BytesFreed = 9, DryRun = true });
        _ledger.Scanned(new() { Files = 1 });

        var report = Close();

        Assert.Equal((0, 0, 1), (report.Deleted, report.BytesFreed, report.Kept[ShipDecision.ByDryRun]));
        Assert.Empty(report.Imbalances);
    }

    [Fact]
    public void Synced_ManyFailures_NamesTheFirstAndCountsAll()
    {
        Emit(300);
        Sync("r1", new() { Batch = "b", Planned = 300, Failed = 300 }, [.. Enumerable.Range(0, 300).Select(number => ($"f{number}", FileOutcome.Failed, "conflict"))]);

        var report = Close(stopped: true);

        Assert.Equal((300, 300, ShipLedger.MostNamed), (report.Failed, report.FailedFor["conflict"], report.FailedFiles.Count));
    }

    /// <summary>Whatever batches come to, a run that accounts for each of them balances, and one that loses a file says so.</summary>
    [Fact]
    public void Close_AnyRun_BalancesExactlyIfNoFileIsLost() =>
        Gen.Select(Gen.Int[0, 20], Gen.Int[0, 20], Gen.Int[0, 20], Gen.Int[0, 20]).Array[1, 6].Select(Gen.Int[0, 1]).Sample((batches, lost) =>
        {
            var ledger = new ShipLedger();
            var files = batches.Sum(batch => batch.Item1 + batch.Item2 + batch.Item3 + batch.Item4) + lost;
            ledger.Emitted("first", new() { Files = [.. Enumerable.Repeat(new BatchFile { Path = "a" }, files)] });
            foreach (var (index, (uploaded, present, missing, deferred)) in batches.Index())
            {
                ledger.Synced($"{index}", new() { Batch = "b", Uploaded = uploaded, Present = present, Missing = missing, Deferred = deferred }, null);
                ledger.Cleaned(new() { Batch = "b", Deleted = uploaded, Gone = present });
            }

            ledger.Scanned(new() { Files = files });
            Assert.Equal(lost, ledger.Close(Reports.Good, stopped: false).Imbalances.Count);
        });

    private ShipReport Close(bool stopped = false) => _ledger.Close(Reports.Good, stopped);

    private static CloudNative.CloudEvents.CloudEvent Ready(int files) => EventFactory.Create(
        EventTypes.BatchReady, "/longshore/schedule", "1", Batch(files), EventJson.Default.BatchReady);

    private static BatchReady Batch(int files) => new() { Files = [.. Enumerable.Range(0, files).Select(number => new BatchFile { Path = $"f{number}", Size = 1 })] };

    private void Emit(int files, string id = "first") => _ledger.Emitted(id, Batch(files));

    private void Sync(string id, BatchSynced batch, params (string Path, FileOutcome Outcome, string Reason)[] entries) => _ledger.Synced(id, batch, new()
    {
        Schema = Receipt.CurrentSchema,
        Batch = batch.Batch,
        Attempt = 1,
        VolumeName = "default/data",
        Destination = new Destination("bucket", "", "{path}"),
        StartedAt = default,
        FinishedAt = default,
        Counts = new() { Planned = batch.Planned },
        Files = [.. entries.Select(entry => new ReceiptEntry { Path = entry.Path, Outcome = entry.Outcome, Reason = entry.Reason })],
    });
}
