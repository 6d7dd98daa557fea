using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Longshore.Model.Telemetry;

/// <summary>
/// Adds the SDK's OTLP exporters. The SDK's own <c>AddOtlpExporter</c> resolves options whose types Native AOT must close at run
/// time, which is a tenth of a start. It is called only if a variable is set that only it reads. This class reads the
/// variables of one signal, which the SDK ignores; they override those of both. Source: OpenTelemetry, "OTLP Exporter
/// Configuration".
/// </summary>
internal static class OtlpExport
{
    public static MeterProviderBuilder AddOtlp(this MeterProviderBuilder metrics, Func<string, string?> environment)
    {
        const string signal = "OTEL_EXPORTER_OTLP_METRICS_";
        return IsAnySet(environment, signal + "TEMPORALITY_PREFERENCE", signal + "DEFAULT_HISTOGRAM_AGGREGATION",
            "OTEL_METRIC_EXPORT_INTERVAL", "OTEL_METRIC_EXPORT_TIMEOUT")
            ? metrics.AddOtlpExporter(options => Apply(options, signal, environment))
            : metrics.AddReader(new PeriodicExportingMetricReader(new OtlpMetricExporter(Apply(new(), signal, environment))));
    }

    public static TracerProviderBuilder AddOtlp(this TracerProviderBuilder traces, Func<string, string?> environment)
    {
        const string signal = "OTEL_EXPORTER_OTLP_TRACES_";
        return IsAnySet(environment, "OTEL_BSP_SCHEDULE_DELAY", "OTEL_BSP_EXPORT_TIMEOUT", "OTEL_BSP_MAX_QUEUE_SIZE",
            "OTEL_BSP_MAX_EXPORT_BATCH_SIZE")
            ? traces.AddOtlpExporter(options => Apply(options, signal, environment))
            : traces.AddProcessor(new BatchActivityExportProcessor(new OtlpTraceExporter(Apply(new(), signal, environment))));
    }

    /// <summary>Applies one signal's variables, which <see cref="TelemetryChoice.Of"/> has checked.</summary>
    private static OtlpExporterOptions Apply(OtlpExporterOptions options, string signal, Func<string, string?> environment)
    {
        if (Value("PROTOCOL") is { } protocol)
            options.Protocol = protocol == "grpc" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        // Used as it is: the SDK appends v1/metrics or v1/traces only to the endpoint of both.
        if (Value("ENDPOINT") is { } endpoint)
            options.Endpoint = new Uri(endpoint);
        if (Value("HEADERS") is { } headers)
            options.Headers = headers;
        if (Value("TIMEOUT") is { } timeout)
            options.TimeoutMilliseconds = int.Parse(timeout, CultureInfo.InvariantCulture);
        return options;

        string? Value(string name) => environment(signal + name)?.Trim() is { Length: > 0 } value ? value : null;
    }

    private static bool IsAnySet(Func<string, string?> environment, params string[] names) =>
        names.Any(name => !string.IsNullOrWhiteSpace(environment(name)));
}
