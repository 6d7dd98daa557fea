using Amazon.S3;
using Longshore.Files;
using Longshore.Settings;
using Longshore.Storage.HotPath;
using Longshore.Storage.Identity;
using Longshore.Storage.Objects;
using Longshore.Storage.Probe;
using Longshore.Storage.Receipts;
using Longshore.Storage.Uploads;
using Longshore.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Longshore.Storage;

/// <summary>Registers the bucket and what is kept in it; may be called by every function that needs it.</summary>
internal static class StorageSetup
{
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddSettings<S3Options, S3OptionsValidator>(S3Options.Section, static (configuration, options) => configuration.Bind(options));
        services.TryAddSingleton<Session>();
        services.TryAddSingleton(S3Clients.Create);
        services.AddLogger<StoreCalls>();
        services.TryAddSingleton(provider => new SigningIdentity(provider.GetRequiredService<IAmazonS3>(), provider.GetRequiredService<Session>()));
        services.TryAddSingleton<ObjectSender>();
        services.TryAddSingleton<StoreCalls>();
        services.AddLogger<StoreProbe>();
        services.TryAddSingleton<StoreProbe>();
        services.TryAddSingleton<S3Store>();
        services.TryAddSingleton<KeyRange>();
        services.TryAddSingleton(provider => new KeyTemplate(provider.GetRequiredService<IOptions<S3Options>>().Value));
        services.TryAddSingleton(provider => new StateKeys(provider.GetRequiredService<IOptions<S3Options>>().Value));
        services.TryAddSingleton<MultipartStore>();
        services.TryAddSingleton<ReceiptStore>();
        return services;
    }

    /// <summary>For functions that mount the volume.</summary>
    public static IServiceCollection AddReceiptBelief(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new ReceiptBelief(provider.GetRequiredService<KeyTemplate>(), provider.GetRequiredService<StateKeys>(),
            Destination.Of(provider.GetRequiredService<IOptions<S3Options>>().Value), provider.GetRequiredService<IOptions<VolumeOptions>>().Value.Name));
        return services;
    }
}

[OptionsValidator]
internal sealed partial class S3OptionsValidator : IValidateOptions<S3Options>;
