namespace Longshore.Settings;

/// <summary>Names that instruments and activities share; <c>docs/telemetry.md</c> lists the instruments.</summary>
public static class TelemetryNames
{
    /// <summary>The meter, one in each project, and the source of activities. Exporters listen by this name.</summary>
    public const string Meter = "Longshore";

    /// <summary>The version of both programs in three numbers.</summary>
    public static string Version { get; } = typeof(TelemetryNames).Assembly.GetName().Version!.ToString(3);

    /// <summary>Attribute: the function.</summary>
    public const string Function = "longshore.function";

    /// <summary>Attribute: the outcome.</summary>
    public const string Outcome = "longshore.outcome";

    /// <summary>Attribute: the reason, one of a limited list.</summary>
    public const string Reason = "longshore.reason";
}
