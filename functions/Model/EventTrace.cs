using System.Diagnostics;

namespace Longshore.Model;

/// <summary>
/// The trace of one event's handling. The handling replaces the event's <c>traceparent</c> with its own, so that all that follows
/// continues from it. An event without one gets one, so that the logs of a run can be joined without a collector. Source:
/// OpenTelemetry semantic conventions, CloudEvents; W3C Trace Context.
/// </summary>
public static class EventTrace
{
    /// <summary>Makes activities; makes none unless an exporter listens.</summary>
    public static ActivitySource Source { get; } =
        new(TelemetryNames.Meter, TelemetryNames.Version);

    /// <returns>Null unless traces are exported.</returns>
    public static Activity? Begin(CloudEvent e, string? function, bool isDeadLetter)
    {
        var given = e[EventFactory.TraceParent] as string;
        ActivityContext.TryParse(given, e[EventFactory.TraceState] as string, isRemote: true, out var parent);
        var activity = Source.StartActivity($"CloudEvents Process {e.Type}", ActivityKind.Consumer, parent);
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

    /// <summary>
    /// The fields of every log record of the handling. A field without a value is not written; the trace is the second of the
    /// four parts of <c>traceparent</c>.
    /// </summary>
    public static KeyValuePair<string, object?>[] LogFields(CloudEvent e, string? function) =>
    [
        new("event", e.Id),
        new("type", e.Type),
        new("source", e.Source?.ToString()),
        new("function", function),
        new("trace", (e[EventFactory.TraceParent] as string)?.Split('-') is [_, { Length: 32 } trace, _, _, ..] ? trace : null),
    ];
}
