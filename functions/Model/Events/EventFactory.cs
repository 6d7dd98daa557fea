using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization.Metadata;

namespace Longshore.Model.Events;

/// <summary>Makes the events that Longshore sends, and names the extension attributes that it uses.</summary>
public static class EventFactory
{
    /// <summary>Extension: how often a remainder was handed on, a whole number; 0 if absent.</summary>
    public const string Hops = "hops";

    /// <summary>Extension: the URI of data that is too large for an event. Source: CloudEvents dataref extension.</summary>
    public const string DataRef = "dataref";

    /// <summary>Extension: the trace of the event's cause. Source: CloudEvents distributed tracing extension.</summary>
    public const string TraceParent = "traceparent";

    /// <summary>Extension: what vendors add to <see cref="TraceParent"/>.</summary>
    public const string TraceState = "tracestate";

    /// <summary>Source and id, which together are unique among events.</summary>
    public static string NameOf(CloudEvent e) => $"{e.Source} {e.Id}";

    /// <param name="source">A URI reference such as <c>/longshore/sync</c>.</param>
    /// <param name="id">See <see cref="IdOf"/>.</param>
    /// <param name="json">How to write the data.</param>
    /// <param name="dataref">Set as extension if not null.</param>
    /// <param name="hops">Set as extension if over 0.</param>
    /// <param name="time">When it happened; absent if null.</param>
    /// <param name="cause">The event that led to this one; its trace is continued.</param>
    public static CloudEvent Create<T>(
        string type, string source, string id, T data, JsonTypeInfo<T> json, string? dataref = null, int hops = 0,
        DateTimeOffset? time = null, CloudEvent? cause = null)
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

    /// <summary>
    /// The id of an event: a repeated event gets the same one, so that a receiver recognises it. 32 lower-case hex digits: the
    /// first half of SHA-256 over the three texts, with NUL between them. No text may hold a NUL.
    /// </summary>
    /// <param name="key">What the event is about, unique among the events of that type and source.</param>
    internal static string IdOf(string type, string source, string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{type}\0{source}\0{key}")).AsSpan(0, 16));
}
