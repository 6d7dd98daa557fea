namespace Longshore.Model.Telemetry;

/// <summary>
/// What the <c>OTEL_*</c> variables ask for. Source: OpenTelemetry, "Environment Variable Specification" and "OTLP Exporter
/// Configuration".
/// </summary>
/// <param name="SamplesAll">Whether every trace is exported, because <c>OTEL_TRACES_SAMPLER</c> is not set.</param>
internal sealed record TelemetryChoice(bool Metrics, bool Traces, bool SamplesAll)
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string MetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    private const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private static readonly string[] Endpoints = [Endpoint, MetricsEndpoint, TracesEndpoint];
    private static readonly string[] Protocols =
        ["OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL"];
    private static readonly string[] Timeouts =
        ["OTEL_EXPORTER_OTLP_TIMEOUT", "OTEL_EXPORTER_OTLP_METRICS_TIMEOUT", "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT"];

    /// <returns>Null if nothing is exported.</returns>
    /// <exception cref="OptionsValidationException">
    /// An endpoint, a protocol or a timeout is wrong. The SDK would use its default in silence.
    /// </exception>
    public static TelemetryChoice? Of(Func<string, string?> environment)
    {
        if (Is("OTEL_SDK_DISABLED", "true"))
            return null;
        var metrics = (IsSet(Endpoint) || IsSet(MetricsEndpoint)) && !Is("OTEL_METRICS_EXPORTER", "none");
        var traces = (IsSet(Endpoint) || IsSet(TracesEndpoint)) && !Is("OTEL_TRACES_EXPORTER", "none");
        if (!metrics && !traces)
            return null;
        foreach (var name in Endpoints.Where(name => IsSet(name) && !IsAddress(environment(name)!)))
            throw Wrong(name, $"holds '{environment(name)}'; it takes a URL such as http://collector:4317.");
        foreach (var name in Protocols.Where(name => IsSet(name) && environment(name)!.Trim() is not ("grpc" or "http/protobuf")))
            throw Wrong(name, $"holds '{environment(name)}'; it takes grpc or http/protobuf.");
        foreach (var name in Timeouts.Where(name => IsSet(name) && !IsMilliseconds(environment(name)!)))
            throw Wrong(name, $"holds '{environment(name)}'; it takes milliseconds such as 10000.");
        return new TelemetryChoice(metrics, traces, SamplesAll: !IsSet("OTEL_TRACES_SAMPLER"));

        bool IsSet(string name) => !string.IsNullOrWhiteSpace(environment(name));
        bool Is(string name, string value) => string.Equals(environment(name)?.Trim(), value, StringComparison.OrdinalIgnoreCase);
    }

    private static OptionsValidationException Wrong(string name, string problem) =>
        new(name, typeof(TelemetryChoice), [$"{name} {problem}"]);

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && (
        uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);

    private static bool IsMilliseconds(string text) => int.TryParse(text,
        NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var value)
        && value > 0;
}
