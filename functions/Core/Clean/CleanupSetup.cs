namespace Longshore.Core.Clean;

public static class CleanupSetup
{
    public static IServiceCollection AddCleanup(this IServiceCollection services)
    {
        services.AddSettings<CleanupOptions, CleanupOptionsValidator>(CleanupOptions.Section,
            static (configuration, options) => configuration.Bind(options));
        services.TryAddSingleton<WorkClock>();
        services.TryAddSingleton<ReceiptBelief>();
        return services
            .AddLogger<TrashKeeper>()
            .AddLogger<BegunClosing>()
            .AddLogger<BatchDeletion>()
            .AddLogger<RecordedDeletion>()
            .AddSingleton<CleanupReceipts>()
            .AddSingleton<CleanupRecords>()
            .AddSingleton<TrashKeeper>()
            .AddSingleton<BegunClosing>()
            .AddSingleton<ObjectProof>()
            .AddSingleton<BundleProof>()
            .AddSingleton<BatchLook>()
            .AddSingleton<BatchDeletion>()
            .AddSingleton<RecordedDeletion>()
            .AddSingleton<BatchClean>();
    }
}

[OptionsValidator]
public sealed partial class CleanupOptionsValidator : IValidateOptions<CleanupOptions>;
