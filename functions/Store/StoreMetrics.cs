using System.Diagnostics.Metrics;

namespace Longshore.Store;

/// <summary>Counts requests to the store. Without an exporter a count costs one check of a flag.</summary>
internal static class StoreMetrics
{
    private static readonly Meter Meter = new(TelemetryNames.Meter);
    public static readonly Counter<long> Retries =
        Meter.CreateCounter<long>("longshore.store.retries", "{request}", "Requests to the store sent again");
    public static readonly Counter<long> Throttles = Meter.CreateCounter<long>("longshore.store.throttles", "{request}",
        "Answers that ask for fewer requests");
    public static readonly Counter<long> Sessions =
        Meter.CreateCounter<long>("longshore.sts.sessions", "{session}", "Sessions assumed or renewed");
}
