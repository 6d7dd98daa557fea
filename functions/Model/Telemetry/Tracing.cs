using System.Diagnostics;

namespace Longshore.Model.Telemetry;

/// <summary>Where activities come from; none is made unless an exporter listens.</summary>
public static class Tracing
{
    public const string Name = TelemetryNames.Meter;

    public static ActivitySource Source { get; } = new(Name, typeof(Tracing).Assembly.GetName().Version?.ToString(3));
}
