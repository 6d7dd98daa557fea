using System.Collections;

namespace Longshore.Model;

/// <summary>The fields of every record that is logged while an event is handled.</summary>
internal sealed class EventScope(CloudEvent e, string? function) : IEnumerable<KeyValuePair<string, object?>>
{
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        yield return new("event", e.Id);
        yield return new("type", e.Type);
        yield return new("source", e.Source?.ToString());
        if (function is not null)
            yield return new("function", function);
        if (TraceOf(e[EventFactory.TraceParent] as string) is { } trace)
            yield return new("trace", trace);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The trace id, the second of four parts. Source: W3C Trace Context.</summary>
    private static string? TraceOf(string? traceparent) =>
        traceparent?.Split('-') is [_, { Length: 32 } trace, _, _, ..] ? trace : null;
}
