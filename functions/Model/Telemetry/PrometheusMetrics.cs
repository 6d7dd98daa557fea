using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Longshore.Model.Telemetry;

/// <summary>
/// The metrics of this process as text for Prometheus, collected by the OpenTelemetry SDK, whose own exporter for Prometheus is a
/// pre-release. Source: Prometheus, "Exposition formats", text format 0.0.4.
/// </summary>
internal sealed class PrometheusMetrics : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly Lock _lock = new();
    private readonly Exporter _exporter = new();
    private readonly BaseExportingMetricReader _reader;
    private readonly MeterProvider _metrics;

    public PrometheusMetrics()
    {
        _reader =
            new BaseExportingMetricReader(_exporter) { TemporalityPreference = MetricReaderTemporalityPreference.Cumulative };
        _metrics = Sdk.CreateMeterProviderBuilder().AddMeter(TelemetryNames.Meter).AddReader(_reader).Build();
    }

    public string Collect()
    {
        lock (_lock)
        {
            _exporter.Text.Clear();
            _reader.Collect();
            return _exporter.Text.ToString();
        }
    }

    public void Dispose() => _metrics.Dispose();

    private sealed class Exporter : BaseExporter<Metric>
    {
        public StringBuilder Text { get; } = new();

        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch)
                Write(metric);
            return ExportResult.Success;
        }

        private void Write(Metric metric)
        {
            var (name, type) = metric.MetricType switch
            {
                MetricType.LongSum or MetricType.DoubleSum =>
                    (PrometheusNames.Of(metric.Name, metric.Unit, isCounter: true), "counter"),
                MetricType.Histogram => (PrometheusNames.Of(metric.Name, metric.Unit, isCounter: false), "histogram"),
                _ => (PrometheusNames.Of(metric.Name, metric.Unit, isCounter: false), "gauge"),
            };
            Text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {metric.Description}\n# TYPE {name} {type}\n");
            foreach (ref readonly var point in metric.GetMetricPoints())
                Write(name, metric.MetricType, in point);
        }

        private void Write(string name, MetricType type, in MetricPoint point)
        {
            switch (type)
            {
                case MetricType.LongSum or MetricType.LongSumNonMonotonic: Line(name, in point, point.GetSumLong()); break;
                case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic: Line(name, in point, point.GetSumDouble()); break;
                case MetricType.LongGauge: Line(name, in point, point.GetGaugeLastValueLong()); break;
                case MetricType.DoubleGauge: Line(name, in point, point.GetGaugeLastValueDouble()); break;
                case MetricType.Histogram: WriteHistogram(name, in point); break;
                default: throw new NotSupportedException($"{name} is a metric of the kind {type}.");
            }
        }

        private void WriteHistogram(string name, in MetricPoint point)
        {
            var below = 0L;
            foreach (var bucket in point.GetHistogramBuckets())
                Line($"{name}_bucket", in point, below += bucket.BucketCount, bucket.ExplicitBound);
            Line($"{name}_sum", in point, point.GetHistogramSum());
            Line($"{name}_count", in point, point.GetHistogramCount());
        }

        private void Line(string name, in MetricPoint point, double value, double? bound = null)
        {
            Text.Append(name).Append('{');
            foreach (var (key, label) in point.Tags)
                Label(PrometheusNames.Label(key), Convert.ToString(label, CultureInfo.InvariantCulture) ?? "");
            if (bound is { } below)
                Label("le", Number(below));
            Text.Append("} ").Append(Number(value)).Append('\n');
        }

        private void Label(string name, string value)
        {
            if (Text[^1] != '{')
                Text.Append(',');
            Text.Append(name).Append("=\"").Append(value.Replace("\\", @"\\").Replace("\"", "\\\"").Replace("\n", @"\n"))
                .Append('"');
        }

        private static string Number(double value) =>
            double.IsPositiveInfinity(value) ? "+Inf" : value.ToString("R", CultureInfo.InvariantCulture);
    }
}

/// <summary>
/// Names of instruments in Prometheus, with suffixes, as the Collector's exporter makes them. Source: OpenTelemetry, "Prometheus
/// and OpenMetrics Compatibility".
/// </summary>
internal static class PrometheusNames
{
    /// <param name="name">The instrument's name: <c>longshore.file.io</c>.</param>
    /// <param name="unit">The instrument's unit; one in braces is not written.</param>
    /// <param name="isCounter">Whether it only rises.</param>
    /// <returns><c>longshore_file_io_bytes_total</c>.</returns>
    public static string Of(string name, string unit, bool isCounter) =>
        $"{Label(name)}{Suffix(unit)}{(isCounter ? "_total" : "")}";

    /// <summary>An attribute's name as a label.</summary>
    public static string Label(string name) => name.Replace('.', '_');

    private static string Suffix(string unit) => unit switch
    {
        "s" => "_seconds",
        "By" => "_bytes",
        "By/s" => "_bytes_per_second",
        _ when unit.StartsWith('{') => "",
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "No metric of Longshore has this unit."),
    };
}
