using System.Text;
using Longshore.Sandbox.Demo;
using Longshore.Sandbox.Knative;

namespace Longshore.IntegrationTests.Demo;

public sealed class FlowTotalsTests
{
    [Fact]
    public void Of_EventSentTwice_CountsOnce()
    {
        var synced = Event("s-1", "dev.longshore.batch.synced", """{"uploaded":3,"present":1,"deferred":2,"failed":0}""");
        FlowedEvent[] log =
        [
            Step(FlowStep.Replied, synced), Step(FlowStep.Delivered, synced), Step(FlowStep.Received, synced),
            Step(FlowStep.Received, Event("s-2", "dev.longshore.batch.synced", """{"uploaded":4}""")),
            Step(FlowStep.Replied, Event("c-1", "dev.longshore.batch.cleaned",
                """{"batch":"b","deleted":4,"kept":{"young":1}}""")),
            Step(FlowStep.DeadLettered, Event("d", "any", "")),
        ];

        var totals = FlowTotals.Of(log);

        Assert.Equal((2, 7, 1, 2, 1, 4, 1),
            (totals.Synced, totals.Uploaded, totals.Present, totals.Deferred, totals.Cleaned, totals.Deleted,
                totals.DeadLetters));
    }

    private static FlowedEvent Step(FlowStep step, WireEvent flowed) => new(1, default, step, flowed, 0);

    private static WireEvent Event(string id, string type, string json) =>
        WireEvent.Create(id, "/test", type, Encoding.UTF8.GetBytes(json));
}
