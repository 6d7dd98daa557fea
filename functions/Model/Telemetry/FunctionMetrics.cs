using System.Diagnostics.Metrics;

namespace Longshore.Model.Telemetry;

/// <summary>Measures events. Without an exporter, a record only reads a flag.</summary>
public static class FunctionMetrics
{
    private static readonly InstrumentAdvice<double> Long =
        new() { HistogramBucketBoundaries = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 180, 270, 600, 3600] };
    private static readonly Meter Meter = new(TelemetryNames.Meter);
    private static readonly Histogram<double> Invocations = Meter.CreateHistogram("faas.invoke_duration", "s",
        "Time a function took for one event", null, Long);

    public static void Handled(string? function, int status, TimeSpan time) => Invocations.Record(time.TotalSeconds,
        new("faas.trigger", "pubsub"), new(TelemetryNames.Function, function ?? "none"),
        new("http.response.status_code", status));
}
