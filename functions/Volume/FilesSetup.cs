using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Longshore.Volumes;

/// <summary>Registers the volume; may be called by every function that needs it.</summary>
public static class FilesSetup
{
    public static IServiceCollection AddFiles(this IServiceCollection services)
    {
        services.AddSettings<VolumeOptions, VolumeOptionsValidator>(VolumeOptions.Section,
            static (configuration, options) => configuration.Bind(options));
        services.AddSettings<ReadinessOptions, ReadinessOptionsValidator>(ReadinessOptions.Section,
            static (configuration, options) => configuration.Bind(options));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ReadinessOptions>, LeastMinAgeCheck>());
        services.TryAddSingleton<Volume>();
        return services;
    }
}

[OptionsValidator]
public sealed partial class VolumeOptionsValidator : IValidateOptions<VolumeOptions>;

[OptionsValidator]
public sealed partial class ReadinessOptionsValidator : IValidateOptions<ReadinessOptions>;
