using Longshore.Core.Receipts;
using Longshore.Core.Ship;
using Longshore.UnitTests.Cli.Ship;
using Longshore.UnitTests.Model.Telemetry;

namespace Longshore.UnitTests.Core.Ship;

public class ReceiptBookTests
{
    [Fact]
    public void Count_Receipt_CountsByOutcomeAndReason()
    {
        ReceiptEntry[] files =
        [
            new() { Path = "a", Outcome = FileOutcome.Uploaded, Size = 10 },
            new() { Path = "b", Outcome = FileOutcome.Uploaded, Size = 5 },
            new() { Path = "c", Outcome = FileOutcome.Present, Size = 7 },
            new() { Path = "d", Outcome = FileOutcome.Deferred, Reason = "too-young", Size = 9 },
            new() { Path = "e", Outcome = FileOutcome.Deferred, Reason = "open-for-writing" },
            new() { Path = "f", Outcome = FileOutcome.Failed, Reason = "store-refused: AccessDenied" },
            new() { Path = "g", Outcome = FileOutcome.Missing },
            new() { Path = "h", Outcome = FileOutcome.Remaining, Reason = "parked" },
        ];
        var started = DateTimeOffset.UnixEpoch;
        using var measured = new Measurements();

        ReceiptBook.Count(new()
        {
            Schema = Receipt.CurrentSchema,
            Batch = "batch",
            Attempt = 1,
            VolumeName = "default/data",
            Destination = new Destination("bucket", "", "{path}"),
            StartedAt = started,
            FinishedAt = started.AddSeconds(3),
            Counts = ReceiptCounts.Of(files),
            Files = files,
        }, earlier: null);

        const string File = "longshore.files";
        const string By = "longshore.function=sync longshore.outcome=";
        Assert.Equal(
            [
                "longshore.batch.duration 3 longshore.function=sync",
                "longshore.batch.last_left 3 longshore.volume.name=default/data",
                $"longshore.file.io 15 {By}uploaded", $"{File} 2 {By}uploaded",
                $"longshore.file.io 7 {By}present", $"{File} 1 {By}present",
                $"{File} 1 {By}deferred longshore.reason=too-young", $"{File} 1 {By}deferred longshore.reason=open-for-writing",
                $"{File} 1 {By}failed longshore.reason=store-refused",
                $"{File} 1 {By}missing", $"{File} 1 {By}remaining",
            ],
            measured.Seen);
    }
}
