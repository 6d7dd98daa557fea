using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.SelfDiagnostics;
using OpenTelemetry.Trace;

namespace Longshore.Model.Telemetry;

/// <summary>
/// Sends metrics and traces over OTLP. The OpenTelemetry SDK reads <c>OTEL_*</c> itself; without an endpoint in them the SDK is
/// not even loaded.
/// </summary>
public sealed class TelemetryExport : IDisposable
{
    /// <summary>The longest time that an answer, or the end of the process, waits for the collector.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Series of one metric; the attributes allow about a hundred. At the start the SDK reserves memory for this limit, by
    /// default 2,000, for every metric.
    /// </summary>
    private const int MostSeries = 250;

    private readonly Task<Providers> _providers;
    private readonly Flushing _flushing;
    private bool _hasWarned;

    private TelemetryExport(TelemetryChoice choice, Func<string, string?> environment, string functions)
    {
        // In parallel to the rest of the start, which takes twice as long.
        _providers = Task.Run(() => BuildOrNone(choice, environment, functions));
        _flushing = new(Flush, Patience, TimeProvider.System);
    }

    /// <summary>The exporter that the environment asks for; null if it names no endpoint.</summary>
    /// <param name="functions">The hosted functions, for the resource.</param>
    /// <exception cref="OptionsValidationException">See <see cref="TelemetryChoice.Of"/>.</exception>
    public static TelemetryExport? Create(Func<string, string?> environment, string functions) =>
        TelemetryChoice.Of(environment) is { } choice ? new TelemetryExport(choice, environment, functions) : null;

    /// <summary>Ends when recording has begun; earlier measurements are lost.</summary>
    public Task ReadyAsync() => _providers;

    /// <summary>
    /// Sends the records before an event is answered: the pod may end then. See <see cref="Flushing.FlushAsync"/>.
    /// </summary>
    public Task FlushAsync() => _flushing.FlushAsync();

    public void Dispose()
    {
        // A collector that hangs must not delay the end of a pod: records that it has not taken by then are lost.
        Task.WhenAll(
            Task.Run(async () => (await _providers).Traces?.Dispose()),
            Task.Run(async () => (await _providers).Metrics?.Dispose())).Wait(Patience);
    }

    /// <summary>If the SDK fails, there is no telemetry, but the events are handled.</summary>
    private static Providers BuildOrNone(TelemetryChoice choice, Func<string, string?> environment, string functions)
    {
        try
        {
            return Build(choice, environment, functions);
        }
        catch (Exception e)
        {
            LastWords.Tell(
                $"nothing is exported, as OpenTelemetry does not start; check the OTEL_* variables: {e.Message}");
            return new(null, null);
        }
    }

    private static Providers Build(TelemetryChoice choice, Func<string, string?> environment, string functions)
    {
        void Describe(ResourceBuilder resource) => resource
            .AddService("longshore", serviceVersion: TelemetryNames.Version)
            .AddAttributes([new("longshore.functions", functions), new("host.name", Environment.MachineName)])
            // Last, so that OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES override the others.
            .AddEnvironmentVariableDetector();

        // Otherwise the SDK resolves it as an open generic, which Native AOT closes at run time: a tenth of a start.
        static void Close(IServiceCollection services) =>
            services.AddSingleton<IOptionsMonitor<SelfDiagnosticsOptions>>(static provider =>
            new OptionsMonitor<SelfDiagnosticsOptions>(provider.GetRequiredService<IOptionsFactory<SelfDiagnosticsOptions>>(), [],
                new OptionsCache<SelfDiagnosticsOptions>()));

        MeterProvider? metrics = null;
        TracerProvider? traces = null;
        if (choice.Metrics)
        {
            metrics = Sdk.CreateMeterProviderBuilder().ConfigureServices(Close).ConfigureResource(Describe)
                .AddMeter(TelemetryNames.Meter)
                .AddView(static _ => new MetricStreamConfiguration { CardinalityLimit = MostSeries })
                .AddOtlp(environment).Build();
        }

        if (choice.Traces)
        {
            try
            {
                var builder = Sdk.CreateTracerProviderBuilder().ConfigureServices(Close).ConfigureResource(Describe)
                    .AddSource(TelemetryNames.Meter).AddOtlp(environment);
                // Knative marks the events of a Broker without tracing as not sampled. A run has few spans; all are exported.
                traces = (choice.SamplesAll ? builder.SetSampler(new AlwaysOnSampler()) : builder).Build();
            }
            catch
            {
                // Without an owner it would export from time to time, and never before an answer.
                metrics?.Dispose();
                throw;
            }
        }

        return new(metrics, traces);
    }

    private void Flush()
    {
        var milliseconds = (int)Patience.TotalMilliseconds;
        var (metrics, traces) = _providers.GetAwaiter().GetResult();
        // In parallel: each has its own connection.
        var sent = Task.Run(() => traces?.ForceFlush(milliseconds));
        if (metrics?.ForceFlush(milliseconds) == false && !Interlocked.Exchange(ref _hasWarned, true))
        {
            LastWords.Tell(
                "the collector did not take what was measured, and may not in future, which is said once; "
                + "check OTEL_EXPORTER_OTLP_ENDPOINT, its protocol (OTEL_EXPORTER_OTLP_PROTOCOL, by default grpc) and, for one "
                + "signal's endpoint, its path.");
        }

        sent.GetAwaiter().GetResult();
    }

    private sealed record Providers(MeterProvider? Metrics, TracerProvider? Traces);
}
