namespace Longshore.Settings;

/// <summary>Names that every instrument and every activity shares; <c>docs/telemetry.md</c> lists the instruments.</summary>
public static class TelemetryNames
{
    /// <summary>
    /// The meter and the source of activities. Several projects have a meter of this name; exporters listen by name.
    /// </summary>
    public const string Meter = "Longshore";

    /// <summary>Attribute: the function.</summary>
    public const string Function = "longshore.function";

    /// <summary>Attribute: what became of it.</summary>
    public const string Outcome = "longshore.outcome";

    /// <summary>Attribute: why, one of a bounded list.</summary>
    public const string Reason = "longshore.reason";
}
