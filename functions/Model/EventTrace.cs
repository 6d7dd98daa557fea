using System.Diagnostics;

namespace Longshore.Model;

/// <summary>
/// The trace that the handling of an event belongs to. The event's own <c>traceparent</c> is replaced by the handling's, so that
/// whatever follows from it continues from here; one that has none gets one, so that the logs of a run can be joined without a
/// collector. Source: OpenTelemetry semantic conventions, CloudEvents; W3C Trace Context.
/// </summary>
internal static class EventTrace
{
    /// <returns>Null unless traces are exported.</returns>
    public static Activity? Begin(CloudEvent e, string? function, bool isDeadLetter)
    {
        var given = e[EventFactory.TraceParent] as string;
        ActivityContext.TryParse(given, e[EventFactory.TraceState] as string, isRemote: true, out var parent);
        var activity = Tracing.Source.StartActivity($"CloudEvents Process {e.Type}", ActivityKind.Consumer, parent);
        activity?.SetTag("cloudevents.event_id", e.Id)
            .SetTag("cloudevents.event_source", e.Source?.ToString())
            .SetTag("cloudevents.event_type", e.Type)
            .SetTag("longshore.function", function);
        // A dead letter is kept as it came.
        if (isDeadLetter)
            return activity;
        if (activity?.Id is { } own)
            e.SetAttributeFromString(EventFactory.TraceParent, own);
        else if (given is null)
            e.SetAttributeFromString(EventFactory.TraceParent,
                $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-00");
        return activity;
    }

    public static void End(Activity? activity, Outcome outcome)
    {
        activity?.SetTag("http.response.status_code", outcome.Status);
        if (outcome.Failure is { } failure)
            activity?.SetStatus(ActivityStatusCode.Error, failure.Detail);
    }
}
