namespace Longshore.Model.Telemetry;

/// <summary>
/// What an instrument is called in Prometheus: as the Collector's exporter, with its suffixes, calls it. Source: OpenTelemetry,
/// "Prometheus and OpenMetrics Compatibility".
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
