using Longshore.Core.Clean;
using Longshore.UnitTests.Model.Telemetry;

namespace Longshore.UnitTests.Core.Clean;

public class RecordedDeletionTests
{
    private static readonly CleanupOutcome Outcome = new()
    {
        Schema = CleanupOutcome.CurrentSchema,
        Batch = "batch",
        Receipt = "receipt",
        StartedAt = DateTimeOffset.UnixEpoch,
        FinishedAt = DateTimeOffset.UnixEpoch.AddSeconds(2),
        DryRun = false,
        Deleted = 3,
        BytesFreed = 100,
        Gone = 1,
        Kept = new() { ["a"] = "keep-for", ["b"] = "keep-for", ["c"] = "changed-since-receipt" },
    };

    [Fact]
    public void Count_Cleanup_CountsByOutcomeAndReason()
    {
        using var measured = new Measurements();

        RecordedDeletion.Count(Outcome);

        const string By = "longshore.function=cleanup longshore.outcome=";
        Assert.Equal(
            [
                "longshore.batch.duration 2 longshore.function=cleanup",
                $"longshore.file.io 100 {By}deleted", $"longshore.files 3 {By}deleted", $"longshore.files 1 {By}gone",
                $"longshore.files 2 {By}kept longshore.reason=keep-for",
                $"longshore.files 1 {By}kept longshore.reason=changed-since-receipt",
            ],
            measured.Seen);
    }

    [Fact]
    public void Count_DryRun_CountsNothing()
    {
        using var measured = new Measurements();

        RecordedDeletion.Count(Outcome with { DryRun = true });

        Assert.Empty(measured.Seen);
    }
}
