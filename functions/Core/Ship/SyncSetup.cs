namespace Longshore.Core.Ship;

/// <summary>Registers the services of sync.</summary>
public static class SyncSetup
{
    /// <summary>Memory of all bodies in flight, in KiB.</summary>
    private const int MemoryKibibytes = 64 << 10;

    public static IServiceCollection AddSync(this IServiceCollection services)
    {
        services.AddSettings<SyncOptions, SyncOptionsValidator>(
            SyncOptions.Section, static (configuration, options) => configuration.Bind(options));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SyncOptions>, PartBytesCheck>());
        services.TryAddSingleton<WorkClock>();
        return services
            .AddLogger<BatchSync>().AddLogger<ReceiptBook>().AddLogger<FileShipper>().AddLogger<AbandonedUploads>()
            .AddReceiptBelief()
            .AddSingleton<BatchSync>()
            .AddSingleton<BatchIdentity>()
            .AddSingleton<ReceiptBook>()
            .AddSingleton<AbandonedUploads>()
            .AddSingleton<UploadNotes>()
            .AddSingleton<BatchShipper>()
            .AddSingleton<BatchKeys>()
            .AddSingleton<FileShipper>()
            .AddSingleton<KeyRules>()
            .AddSingleton<FilePutter>()
            .AddSingleton<ExistingObject>()
            .AddSingleton<WholeShipper>()
            .AddSingleton<MultipartShipper>()
            .AddSingleton<UploadLimits>()
            .AddSingleton<AdaptiveGate>()
            .AddSingleton(_ => new ByteBudget(MemoryKibibytes))
            .AddSingleton<Bandwidth>()
            .AddHostedService<VersioningCheck>();
    }
}

[OptionsValidator]
public sealed partial class SyncOptionsValidator : IValidateOptions<SyncOptions>;
