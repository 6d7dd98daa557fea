namespace Longshore.App.DeadLetters;

/// <summary>
/// The headers of a delivery that a dead letter keeps: they show its way. Any other header may be a credential, and more people
/// may read letters than send events.
/// </summary>
internal static class DeliveryHeaders
{
    private static readonly HashSet<string> Kept = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Accept-Encoding", "Content-Encoding", "Content-Length", "Content-Type", "Date", "Host", "Prefer",
        "Traceparent", "Tracestate", "User-Agent", "Via",
        "X-B3-ParentSpanId", "X-B3-Sampled", "X-B3-SpanId", "X-B3-TraceId", "X-Forwarded-For", "X-Forwarded-Host",
        "X-Forwarded-Proto", "X-Request-Id",
        "K-Original-Host", "K-Passthrough-Lb", "K-Proxy-Request", "Knative-Serving-Namespace", "Knative-Serving-Revision",
    };

    public static bool IsKept(string name) => Kept.Contains(name);
}
