using Longshore.Core;
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
