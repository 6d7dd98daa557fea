namespace Longshore.Model;

/// <summary>Registers the exporter if the environment names a collector, and nothing otherwise.</summary>
internal static class TelemetrySetup
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services, FunctionTable table)
    {
        var export = TelemetryExport.Create(Environment.GetEnvironmentVariable,
            string.Join(',', table.Functions.Select(function => function.Name)));
        // By a factory, so that the container disposes of it.
        return export is null ? services : services.AddSingleton(_ => export);
    }
}
