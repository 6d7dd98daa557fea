namespace Longshore.Model;

/// <summary>Registers the exporter if the environment names a collector, and nothing otherwise.</summary>
public static class TelemetrySetup
{
    /// <param name="functions">The names of the functions whose work this process does.</param>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, string functions)
    {
        var export = TelemetryExport.Create(Environment.GetEnvironmentVariable, functions);
        // By a factory, so that the container disposes of it.
        return export is null ? services : services.AddSingleton(_ => export);
    }
}
