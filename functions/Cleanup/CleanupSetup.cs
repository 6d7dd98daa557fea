using Microsoft.Extensions.Options;

namespace Longshore.Cleanup;

/// <summary>Registers what cleanup needs.</summary>
internal static class CleanupSetup
{
    public static WebApplicationBuilder AddCleanup(this WebApplicationBuilder builder)
    {
        builder.AddSettings<CleanupOptions, CleanupOptionsValidator>(CleanupOptions.Section);
        builder.Services
            .AddSingleton<TrashKeeper>()
            .AddSingleton<BatchCleaner>();
        return builder;
    }
}

[OptionsValidator]
internal sealed partial class CleanupOptionsValidator : IValidateOptions<CleanupOptions>;
