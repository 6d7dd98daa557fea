using Longshore.Storage;
using Microsoft.Extensions.Options;

namespace Longshore.Sync;

/// <summary>Registers what sync needs.</summary>
internal static class SyncSetup
{
    /// <summary>Memory that bodies in flight take together.</summary>
    private const long MemoryBytes = 64L << 20;

    public static WebApplicationBuilder AddSync(this WebApplicationBuilder builder)
    {
        builder.AddSettings<SyncOptions, SyncOptionsValidator>(SyncOptions.Section);
        builder.Services
            .AddSingleton<AdaptiveGate>()
            .AddSingleton(new ByteBudget(MemoryBytes))
            .AddSingleton<Bandwidth>()
            .AddSingleton<ExistingObject>()
            .AddSingleton<MultipartShipper>()
            .AddSingleton<FileShipper>()
            .AddSingleton<BatchKeys>()
            .AddSingleton<BatchShipper>()
            .AddSingleton(new Hosting.SingleFlight<string, CloudNative.CloudEvents.CloudEvent?>());
        return builder;
    }
}

[OptionsValidator]
internal sealed partial class SyncOptionsValidator : IValidateOptions<SyncOptions>;
