using Longshore.Core;
using Longshore.Core.Receipts;
using Longshore.Core.Ship;
using Longshore.UnitTests.Core.Status;
using Longshore.UnitTests.Model.Telemetry;

namespace Longshore.UnitTests.Core;

public class MetricsTests
{
    [Fact]
    public void Count_ReasonWithTheStoresCode_LeavesTheCodeOut()
    {
        using var measured = new Measurements();

        Metrics.Count("sync", "failed", "store-refused: AccessDenied", 2, 0);
        Metrics.Count("sync", "missing", null, 0, 0);

        Assert.Equal(["longshore.files 2 longshore.function=sync longshore.outcome=failed longshore.reason=store-refused"],
            measured.Seen);
    }

    /// <summary>The alert on files that wait compares this moment with the scan's.</summary>
    [Theory]
    [InlineData(FileOutcome.Deferred, true)]
    [InlineData(FileOutcome.Failed, true)]
    [InlineData(FileOutcome.Present, false)]
    [InlineData(FileOutcome.Missing, false)]
    public void Count_Receipt_TellsWhenABatchLeftFiles(FileOutcome outcome, bool left)
    {
        using var measured = new Measurements();
        ReceiptEntry[] files = [Facts.File("a", FileOutcome.Uploaded), Facts.File("b", outcome, "changed")];

        ReceiptBook.Count(new Receipt
        {
            Schema = Receipt.CurrentSchema,
            Batch = "a",
            Attempt = 1,
            VolumeName = "quay/data",
            Destination = new Destination("bucket", "", "{path}"),
            StartedAt = Facts.At(1),
            FinishedAt = Facts.At(2),
            Counts = ReceiptCounts.Of(files),
            Files = files,
        }, earlier: null);

        Assert.Equal(left ? [$"longshore.batch.last_left {Facts.At(2).ToUnixTimeSeconds()} longshore.volume.name=quay/data"] : [],
            measured.Seen.Where(seen => seen.StartsWith("longshore.batch.last_left", StringComparison.Ordinal)));
    }

    [Fact]
    public void DeadLetter_WhatASenderMadeUp_IsOther()
    {
        using var measured = new Measurements();

        Metrics.DeadLetter("dev.longshore.batch.ready", "503");
        Metrics.DeadLetter(null, "fun\n");
        Metrics.DeadLetter(null, null);

        Assert.Equal(
            [
                "longshore.dead_letters 1 cloudevents.event_type=dev.longshore.batch.ready error.type=503",
                "longshore.dead_letters 1 cloudevents.event_type=other error.type=other",
                "longshore.dead_letters 1 cloudevents.event_type=other error.type=none",
            ],
            measured.Seen);
    }

    [Fact]
    public void Upload_Disposed_IsInFlightNoMore()
    {
        using var measured = new Measurements();

        using (Metrics.Upload("part"))
            Assert.Equal(["longshore.upload.active 1", "longshore.upload.concurrency"],
                measured.Seen.Select((seen, index) => index == 0 ? seen : seen.Split(' ')[0]));

        Assert.Equal("longshore.upload.active -1", measured.Seen[2]);
        Assert.Matches("^longshore.upload.duration [0-9.E-]+ longshore.upload.kind=part$", measured.Seen[3]);
    }
}
