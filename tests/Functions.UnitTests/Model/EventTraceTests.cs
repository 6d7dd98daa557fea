using System.Diagnostics;
using CloudNative.CloudEvents;
using Longshore.App.Events;
using Longshore.Model;
using Longshore.Model.Events;

namespace Longshore.UnitTests.Model;

/// <summary>With nobody listening to activities.</summary>
public class EventTraceTests
{
    private const string Given = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    [Fact]
    public void Begin_EventWithoutTrace_GetsOneThatIsNotSampled()
    {
        var e = Event(null);

        Assert.Null(EventTrace.Begin(e, "sync", isDeadLetter: false));

        var trace = Assert.IsType<string>(e[EventFactory.TraceParent]);
        Assert.True(ActivityContext.TryParse(trace, null, out var context));
        Assert.Equal(ActivityTraceFlags.None, context.TraceFlags);
    }

    [Fact]
    public void Begin_EventWithTrace_KeepsIt()
    {
        var e = Event(Given);

        EventTrace.Begin(e, "sync", isDeadLetter: false);

        Assert.Equal(Given, e[EventFactory.TraceParent]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Given)]
    public void Begin_DeadLetter_LeavesItAsItCame(string? traceparent)
    {
        var e = Event(traceparent);

        EventTrace.Begin(e, "deadletter", isDeadLetter: true);

        Assert.Equal(traceparent, e[EventFactory.TraceParent]);
    }

    private static CloudEvent Event(string? traceparent)
    {
        var e = new CloudEvent { Type = EventTypes.BatchReady, Source = new("/test", UriKind.Relative), Id = "1" };
        if (traceparent is not null)
            e.SetAttributeFromString(EventFactory.TraceParent, traceparent);
        return e;
    }
}
