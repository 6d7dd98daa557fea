using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Longshore.Telemetry;

/// <summary>
/// Pushes metrics and traces over OTLP. The OpenTelemetry SDK reads <c>OTEL_*</c> itself; with no endpoint in them nothing here is made,
/// and its assemblies are never touched.
/// </summary>
internal sealed class TelemetryExport : IDisposable
{
    /// <summary>How long an answer, and the end of the process, wait for the collector at most.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly MeterProvider? _metrics;
    private readonly TracerProvider? _traces;
    private readonly Flushing _flushing;

    private TelemetryExport(TelemetryChoice choice, string functions)
    {
        void Describe(ResourceBuilder resource) => resource
            .AddService("longshore", serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3))
            .AddAttributes([new("longshore.functions", functions), new("host.name", Environment.MachineName)])
            // Last, so that OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES stand above.
            .AddEnvironmentVariableDetector();
        if (choice.Metrics)
            _metrics = Sdk.CreateMeterProviderBuilder().ConfigureResource(Describe).AddMeter(Metrics.Name).AddOtlpExporter().Build();
        if (choice.Traces)
        {
            var builder = Sdk.CreateTracerProviderBuilder().ConfigureResource(Describe).AddSource(Tracing.Name).AddOtlpExporter();
            // Knative marks the events of a Broker that does not trace as not sampled; a run has few spans, and they are all wanted.
            _traces = (choice.SamplesAll ? builder.SetSampler(new AlwaysOnSampler()) : builder).Build();
        }

        _flushing = new(Flush, Patience, TimeProvider.System);
    }

    /// <summary>The exporter that the environment asks for; null if it names no endpoint.</summary>
    /// <param name="functions">What this process hosts, for the resource.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">See <see cref="TelemetryChoice.Of"/>.</exception>
    public static TelemetryExport? Create(Func<string, string?> environment, string functions) =>
        TelemetryChoice.Of(environment) is { } choice ? new TelemetryExport(choice, functions) : null;

    /// <summary>Sends what was recorded, before an event is answered: a pod may be gone right after. See <see cref="Flushing.FlushAsync"/>.</summary>
    public Task FlushAsync() => _flushing.FlushAsync();

    public void Dispose()
    {
        // A collector that hangs must not hold up the end of a pod: what it has not taken by then is lost.
        Task.WhenAll(Task.Run(() => _traces?.Dispose()), Task.Run(() => _metrics?.Dispose())).Wait(Patience);
    }

    private void Flush()
    {
        var milliseconds = (int)Patience.TotalMilliseconds;
        _traces?.ForceFlush(milliseconds);
        _metrics?.ForceFlush(milliseconds);
    }
}
