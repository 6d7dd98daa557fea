using Longshore.Settings;
using Longshore.Storage;
using Longshore.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Longshore.Sync;

/// <summary>Registers what sync needs.</summary>
internal static class SyncSetup
{
    /// <summary>Memory that bodies in flight take together.</summary>
    private const long MemoryBytes = 64L << 20;

    public static IServiceCollection AddSync(this IServiceCollection services)
    {
        services.AddSettings<SyncOptions, SyncOptionsValidator>(SyncOptions.Section, static (configuration, options) => configuration.Bind(options));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SyncOptions>, PartBytesCheck>());
        return services
            .AddLogger<SyncFunction>()
            .AddLogger<FileShipper>()
            .AddReceiptBelief()
            .AddSingleton<AdaptiveGate>()
            .AddSingleton(new ByteBudget(MemoryBytes))
            .AddSingleton<Bandwidth>()
            .AddSingleton<ExistingObject>()
            .AddSingleton<MultipartShipper>()
            .AddSingleton<AbandonedUploads>()
            .AddSingleton<FileShipper>()
            .AddSingleton<BatchKeys>()
            .AddSingleton<BatchShipper>()
            .AddHostedService<VersioningCheck>();
    }
}

[OptionsValidator]
internal sealed partial class SyncOptionsValidator : IValidateOptions<SyncOptions>;
