namespace Longshore.Model.Kubernetes;

/// <summary>Registers <see cref="KubernetesApi"/>.</summary>
public static class KubernetesSetup
{
    public static IServiceCollection AddKubernetes(this IServiceCollection services) => services
        .AddSettings<KubernetesOptions, KubernetesOptionsValidator>(
            KubernetesOptions.Section, static (configuration, options) => configuration.Bind(options))
        .AddSingleton<KubernetesApi>();
}
