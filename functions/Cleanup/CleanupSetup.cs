using Longshore.Settings;
using Longshore.Storage;
using Longshore.Telemetry;
using Microsoft.Extensions.Options;

namespace Longshore.Cleanup;

/// <summary>Registers what cleanup needs.</summary>
internal static class CleanupSetup
{
    public static IServiceCollection AddCleanup(this IServiceCollection services)
    {
        services.AddSettings<CleanupOptions, CleanupOptionsValidator>(CleanupOptions.Section, static (configuration, options) => configuration.Bind(options));
        return services
            .AddLogger<CleanupFunction>()
            .AddLogger<TrashKeeper>()
            .AddReceiptBelief()
            .AddLogger<BegunClosing>()
            .AddSingleton<TrashKeeper>()
            .AddSingleton<CleanupRecords>()
            .AddSingleton<BegunClosing>()
            .AddLogger<BatchCleaner>()
            .AddSingleton<ObjectProof>()
            .AddSingleton<BatchCleaner>();
    }
}

[OptionsValidator]
internal sealed partial class CleanupOptionsValidator : IValidateOptions<CleanupOptions>;
