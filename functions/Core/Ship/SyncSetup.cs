using Longshore.Core.Bundles;

namespace Longshore.Core.Ship;

public static class SyncSetup
{
    public static IServiceCollection AddSync(this IServiceCollection services)
    {
        services.AddSettings<SyncOptions, SyncOptionsValidator>(
            SyncOptions.Section, static (configuration, options) => configuration.Bind(options));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SyncOptions>, PartBytesCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SyncOptions>, BundleSizeCheck>());
        services.TryAddSingleton<WorkClock>();
        services.TryAddSingleton<ReceiptBelief>();
        return services
            .AddLogger<BatchSync>().AddLogger<ReceiptBook>().AddLogger<FileShipper>().AddLogger<AbandonedUploads>()
            .AddSingleton<BatchSync>()
            .AddSingleton<BatchIdentity>()
            .AddSingleton<ReceiptBook>()
            .AddSingleton<AbandonedUploads>()
            .AddSingleton<UploadNotes>()
            .AddSingleton<BatchShipper>()
            .AddSingleton<BatchKeys>()
            .AddSingleton<BundlePlanner>()
            .AddSingleton<FoundBundles>()
            .AddSingleton<BundleShipper>()
            .AddSingleton<FileShipper>()
            .AddSingleton<KeyRules>()
            .AddSingleton<FilePutter>()
            .AddSingleton<ExistingObject>()
            .AddSingleton<WholeShipper>()
            .AddSingleton<MultipartShipper>()
            .AddSingleton<UploadLimits>()
            .AddSingleton<AdaptiveGate>()
            .AddHostedService<VersioningCheck>();
    }
}

[OptionsValidator]
public sealed partial class SyncOptionsValidator : IValidateOptions<SyncOptions>;
