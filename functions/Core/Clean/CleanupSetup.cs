using Longshore.Core.Layout;
using Longshore.Settings;
using Microsoft.Extensions.Options;

namespace Longshore.Core.Clean;

/// <summary>Registers what cleanup needs.</summary>
public static class CleanupSetup
{
    public static IServiceCollection AddCleanup(this IServiceCollection services)
    {
        services.AddSettings<CleanupOptions, CleanupOptionsValidator>(CleanupOptions.Section, static (configuration, options) => configuration.Bind(options));
        return services
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
public sealed partial class CleanupOptionsValidator : IValidateOptions<CleanupOptions>;
