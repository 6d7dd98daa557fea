using Longshore.Model.Auth;

namespace Longshore.Model;

/// <summary>Registers parts of the function model. Each may be called again.</summary>
public static class ModelSetup
{
    public static IServiceCollection AddEventGate(this IServiceCollection services) => services
        .AddSettings<HostOptions, HostOptionsValidator>(
            HostOptions.Section, static (configuration, options) => configuration.Bind(options))
        .AddLogger<EventGate>()
        .AddSingleton<EventGate>();

    public static IServiceCollection AddEventAuth(this IServiceCollection services) => services
        .AddSettings<EventAuthOptions, EventAuthOptionsValidator>(
            EventAuthOptions.Section, static (configuration, options) => configuration.Bind(options))
        .AddKubernetes()
        .AddLogger<EventGuard>()
        .AddSingleton<EventGuard>();

    public static IServiceCollection AddKubernetes(this IServiceCollection services) => services
        .AddSettings<KubernetesOptions, KubernetesOptionsValidator>(
            KubernetesOptions.Section, static (configuration, options) => configuration.Bind(options))
        .AddSingleton<KubernetesApi>();

    /// <summary>Registers the exporter if the environment names a collector, and nothing otherwise.</summary>
    /// <param name="functions">The names of the functions whose work this process does.</param>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, string functions)
    {
        var export = TelemetryExport.Create(Environment.GetEnvironmentVariable, functions);
        // By a factory, so that the container disposes of it.
        return export is null ? services : services.AddSingleton(_ => export);
    }
}
