using Longshore.Core.Layout;
using Longshore.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Longshore.Core.Ship;

/// <summary>Registers what sync needs.</summary>
public static class SyncSetup
{
    /// <summary>Memory that bodies in flight take together.</summary>
    private const long MemoryBytes = 64L << 20;

    public static IServiceCollection AddSync(this IServiceCollection services)
    {
        services.AddSettings<SyncOptions, SyncOptionsValidator>(SyncOptions.Section, static (configuration, options) => configuration.Bind(options));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SyncOptions>, PartBytesCheck>());
        return services
            .AddLogger<FileShipper>()
            .AddReceiptBelief()
            .AddSingleton<UploadNotes>()
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
public sealed partial class SyncOptionsValidator : IValidateOptions<SyncOptions>;
