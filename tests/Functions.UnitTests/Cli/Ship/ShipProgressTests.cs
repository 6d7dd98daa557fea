using Longshore.Cli.Ship;
using Longshore.Cli.Ship.Display;
using Longshore.Core.Receipts;
using Microsoft.Extensions.Time.Testing;

namespace Longshore.UnitTests.Cli.Ship;

/// <summary>Counts, rate and time left, and how they read.</summary>
public sealed class ShipProgressTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ShipLedger _ledger = new();
    private readonly ShipProgress _progress;

    public ShipProgressTests()
    {
        _progress = new(_ledger, _clock) { Phase = ShipPhase.Shipping };
        _progress.Expect(10, 1000);
    }

    [Theory]
    [InlineData(ShipPhase.Asking, "Waiting for credentials and for the store")]
    [InlineData(ShipPhase.Looking, "Looking at the directory")]
    [InlineData(ShipPhase.Comparing, "Comparing the directory with the bucket")]
    [InlineData(ShipPhase.Stopping, "Stopping (signal again to stop at once)")]
    public void Text_BeforeTheTotalsAreKnown_SaysWhatItWaitsFor(object phase, string expected) =>
        Assert.Equal(expected, ProgressText.Of(new ShipProgress(_ledger, _clock) { Phase = (ShipPhase)phase }.Take()));

    [Fact]
    public void Begin_WhileStopping_ChangesNothing()
    {
        _progress.Phase = ShipPhase.Stopping;

        _progress.Begin(ShipPhase.Looking);

        Assert.Equal(ShipPhase.Stopping, _progress.Phase);
    }

    [Fact]
    public void Take_AfterTwoSeconds_KnowsRateAndTimeLeft()
    {
        _progress.Take();
        for (var file = 0; file < 5; file++)
            _progress.Ended(Entry($"f{file}", FileOutcome.Uploaded, 100));
        _clock.Advance(TimeSpan.FromSeconds(2));

        var now = _progress.Take();

        Assert.Equal((5, 500, 0.5), (now.Files, now.Bytes, now.Fraction));
        Assert.Equal(250, now.BytesPerSecond);
        Assert.Equal(TimeSpan.FromSeconds(2), now.Left);
    }

    [Fact]
    public void Take_PartsOfALargeFile_CountOnce()
    {
        _progress.PartSent("big", 300);
        _progress.PartSent("big", 300);
        Assert.Equal(600, _progress.Take().Bytes);

        _progress.Ended(Entry("big", FileOutcome.Uploaded, 900));
        Assert.Equal(900, _progress.Take().Bytes);
    }

    [Fact]
    public void Take_PartsOfAFileThatFailed_AreTakenBack()
    {
        _progress.PartSent("big", 300);
        _progress.Ended(Entry("big", FileOutcome.Failed, 900));

        Assert.Equal((1, 0, 1), (_progress.Take().Files, _progress.Take().Bytes, _progress.Take().Failed));
    }

    [Fact]
    public void Take_BatchGoneThroughAgain_NeverExceedsTheTotal()
    {
        for (var file = 0; file < 30; file++)
            _progress.Ended(Entry($"f{file}", FileOutcome.Present, 100));

        Assert.Equal((10, 1000, 1.0), (_progress.Take().Files, _progress.Take().Bytes, _progress.Take().Fraction));
    }

    [Fact]
    public void Take_FileThatFailsAtEachTry_CountsOnce()
    {
        for (var attempt = 0; attempt < 3; attempt++)
            _progress.Ended(Entry("f", FileOutcome.Failed, 100));

        Assert.Equal((1, 1), (_progress.Take().Files, _progress.Take().Failed));
    }

    [Fact]
    public void Take_BatchWithAnEarlierReceipt_CountsByIt()
    {
        ReceiptEntry[] files = [.. Enumerable.Range(0, 4).Select(file => Entry($"f{file}", FileOutcome.Present, 100))];
        _ledger.Synced(Receipts.Of(files));

        Assert.Equal((4, 400), (_progress.Take().Files, _progress.Take().Bytes));
    }

    [Fact]
    public void Take_NothingMoves_HasNoTimeLeft()
    {
        _progress.Take();
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Null(_progress.Take().Left);
    }

    [Fact]
    public void Take_OldSamples_DoNotCount()
    {
        _progress.Take();
        _progress.Ended(Entry("f", FileOutcome.Uploaded, 900));
        _clock.Advance(TimeSpan.FromSeconds(1));
        _progress.Take();
        _clock.Advance(TimeSpan.FromSeconds(10.5));
        _progress.Take();

        Assert.Equal(0, _progress.Take().BytesPerSecond);
    }

    [Fact]
    public void Of_Snapshot_IsOneLine() => Assert.Equal(
        "2,600/5,000 files, 1 failed, 33.8/65 MB, 8.2 MB/s, 4 s left, 12 deferred, 2,000 deleted",
        ProgressText.Of(
            new(ShipPhase.Shipping, 2600, 33_800_000, 5000, 65_000_000, 12, 1, 2000, 8_200_000, TimeSpan.FromSeconds(4))));

    private static ReceiptEntry Entry(string path, FileOutcome outcome, long size) =>
        new() { Path = path, Outcome = outcome, Size = size };
}
