using System.Text.Json.Serialization.Metadata;

namespace Longshore.Model.Events;

/// <summary>Makes the events that Longshore sends, and names the extension attributes that it uses.</summary>
public static class EventFactory
{
    /// <summary>Extension: how often a remainder was handed on, a whole number; absent is 0.</summary>
    public const string Hops = "hops";

    /// <summary>
    /// Extension: a URI of what the event is about, too large to travel. Source: CloudEvents dataref extension.
    /// </summary>
    public const string DataRef = "dataref";

    /// <summary>
    /// Extension: the trace of the event that led to this one. Source: CloudEvents distributed tracing extension.
    /// </summary>
    public const string TraceParent = "traceparent";

    /// <summary>Extension: what vendors add to <see cref="TraceParent"/>.</summary>
    public const string TraceState = "tracestate";

    /// <summary>Source and id, which together are unique among events.</summary>
    public static string NameOf(CloudEvent e) => $"{e.Source} {e.Id}";

    /// <summary>Makes an event with JSON data.</summary>
    /// <param name="type">One of <see cref="EventTypes"/>.</param>
    /// <param name="source">A URI reference such as <c>/longshore/sync</c>.</param>
    /// <param name="id">See <see cref="EventIds.Of"/>.</param>
    /// <param name="data">The data.</param>
    /// <param name="json">How to write it, from <see cref="EventJson"/>.</param>
    /// <param name="dataref">Set as extension if not null.</param>
    /// <param name="hops">Set as extension if over 0.</param>
    /// <param name="time">When it happened; absent if null.</param>
    /// <param name="cause">The event that led to this one: its trace is carried on.</param>
    public static CloudEvent Create<T>(
        string type,
        string source,
        string id,
        T data,
        JsonTypeInfo<T> json,
        string? dataref = null,
        int hops = 0,
        DateTimeOffset? time = null,
        CloudEvent? cause = null)
    {
        var e = new CloudEvent
        {
            Type = type,
            Source = new Uri(source, UriKind.RelativeOrAbsolute),
            Id = id,
            Time = time,
            DataContentType = "application/json",
            Data = JsonSerializer.SerializeToElement(data, json),
        };
        if (dataref is not null)
            e.SetAttributeFromString(DataRef, dataref);
        if (hops > 0)
            e.SetAttributeFromString(Hops, hops.ToString(CultureInfo.InvariantCulture));
        if (cause?[TraceParent] is string trace)
            e.SetAttributeFromString(TraceParent, trace);
        if (cause?[TraceState] is string state)
            e.SetAttributeFromString(TraceState, state);
        return e;
    }
}
