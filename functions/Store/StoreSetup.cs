using Longshore.Store.Identity;
using Longshore.Store.Probe;
using Longshore.Store.Uploads;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Longshore.Store;

/// <summary>Registers the store. May be called more than once.</summary>
public static class StoreSetup
{
    public static IServiceCollection AddStore(this IServiceCollection services)
    {
        services.AddSettings<S3Options, S3OptionsValidator>(S3Options.Section,
            static (configuration, options) => configuration.Bind(options));
        services.TryAddSingleton<Session>();
        services.TryAddSingleton(S3Clients.Create);
        services.AddLogger<RequestRetry>();
        // Creating the S3 client assumes the role, so it comes first.
        services.TryAddSingleton(provider => new SigningIdentity(
            BaseIdentity.Find(provider.GetRequiredService<IAmazonS3>().Config), provider.GetRequiredService<Session>()));
        services.TryAddSingleton<ObjectSender>();
        services.TryAddSingleton<RequestRetry>();
        services.AddLogger<StoreProbe>();
        services.TryAddSingleton<StoreProbe>();
        services.TryAddSingleton<RecordRight>();
        services.TryAddSingleton<S3Store>();
        services.TryAddSingleton<KeyRange>();
        services.TryAddSingleton<MultipartStore>();
        return services;
    }
}

[OptionsValidator]
public sealed partial class S3OptionsValidator : IValidateOptions<S3Options>;
