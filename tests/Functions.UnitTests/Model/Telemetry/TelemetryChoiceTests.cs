using Longshore.Model.Telemetry;
using Microsoft.Extensions.Options;

namespace Longshore.UnitTests.Model.Telemetry;

public class TelemetryChoiceTests
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317";

    [Theory]
    [InlineData("", false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=", false, false)]
    [InlineData(Endpoint, true, true)]
    [InlineData($"{Endpoint};OTEL_SDK_DISABLED=true", false, false)]
    [InlineData($"{Endpoint};OTEL_METRICS_EXPORTER=none", false, true)]
    [InlineData($"{Endpoint};OTEL_TRACES_EXPORTER=none", true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=https://a/v1/metrics", true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=https://a/v1/traces", false, true)]
    [InlineData($"{Endpoint};OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", true, true)]
    public void Of_Environment_IsWhatItAsksFor(string environment, bool metrics, bool traces)
    {
        var choice = TelemetryChoice.Of(Read(environment));

        Assert.Equal((metrics, traces), (choice?.Metrics ?? false, choice?.Traces ?? false));
        Assert.Equal(metrics || traces, choice is not null);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=collector:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=ftp://collector")]
    [InlineData($"{Endpoint};OTEL_EXPORTER_OTLP_PROTOCOL=http/json")]
    [InlineData($"{Endpoint};OTEL_EXPORTER_OTLP_PROTOCOL=GRPC")]
    [InlineData($"{Endpoint};OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=http")]
    [InlineData($"{Endpoint};OTEL_EXPORTER_OTLP_TIMEOUT=10s")]
    [InlineData($"{Endpoint};OTEL_EXPORTER_OTLP_METRICS_TIMEOUT=0")]
    public void Of_WhatTheSdkWouldReplaceInSilence_Throws(string environment)
    {
        var error = Assert.Throws<OptionsValidationException>(() => TelemetryChoice.Of(Read(environment)));

        var (name, value) = (environment.Split(';')[^1].Split('=')[0], environment.Split('=')[^1]);
        Assert.StartsWith($"{name} holds '{value}'; it takes ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_Sampler_LeavesTheChoiceToIt()
    {
        Assert.True(TelemetryChoice.Of(Read(Endpoint))!.SamplesAll);
        Assert.False(TelemetryChoice.Of(Read($"{Endpoint};OTEL_TRACES_SAMPLER=parentbased_always_on"))!.SamplesAll);
    }

    private static Func<string, string?> Read(string environment)
    {
        var variables = environment.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return name => variables.GetValueOrDefault(name);
    }
}
