namespace Longshore.Model.Telemetry;

/// <summary>
/// What the <c>OTEL_*</c> variables ask for. Source: OpenTelemetry, "Environment Variable Specification" and "OTLP Exporter
/// Configuration".
/// </summary>
/// <param name="SamplesAll">Whether every trace is exported, because <c>OTEL_TRACES_SAMPLER</c> is not set.</param>
internal sealed record TelemetryChoice(bool Metrics, bool Traces, bool SamplesAll)
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_";

    /// <returns>Null if nothing is exported.</returns>
    /// <exception cref="OptionsValidationException">
    /// An endpoint, a protocol or a timeout is wrong. The SDK would use its default in silence.
    /// </exception>
    public static TelemetryChoice? Of(Func<string, string?> environment)
    {
        if (Is("OTEL_SDK_DISABLED", "true"))
            return null;
        var endpoint = Value(Prefix + "ENDPOINT");
        var metrics = (endpoint ?? Value(Prefix + "METRICS_ENDPOINT")) is not null && !Is("OTEL_METRICS_EXPORTER", "none");
        var traces = (endpoint ?? Value(Prefix + "TRACES_ENDPOINT")) is not null && !Is("OTEL_TRACES_EXPORTER", "none");
        if (!metrics && !traces)
            return null;
        foreach (var prefix in new[] { Prefix, Prefix + "METRICS_", Prefix + "TRACES_" })
        {
            Check(prefix + "ENDPOINT", static text => WebAddress.TryParse(text, out _), "a URL such as http://collector:4317");
            Check(prefix + "PROTOCOL", static text => text is "grpc" or "http/protobuf", "grpc or http/protobuf");
            Check(prefix + "TIMEOUT", IsMilliseconds, "milliseconds such as 10000");
        }

        return new TelemetryChoice(metrics, traces, SamplesAll: Value("OTEL_TRACES_SAMPLER") is null);

        string? Value(string name) => environment(name)?.Trim() is { Length: > 0 } value ? value : null;
        bool Is(string name, string value) => string.Equals(Value(name), value, StringComparison.OrdinalIgnoreCase);
        void Check(string name, Func<string, bool> isValid, string takes)
        {
            if (Value(name) is { } text && !isValid(text))
                throw new OptionsValidationException(
                    name, typeof(TelemetryChoice), [$"{name} holds '{environment(name)}'; it takes {takes}."]);
        }
    }

    private static bool IsMilliseconds(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0;
}
