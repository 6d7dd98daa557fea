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
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<S3Options>, ConfiguredAddresses>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<S3Options>, AwsEnvironmentCheck>());
        Proxies.Use();
        services.TryAddSingleton<Session>();
        services.TryAddSingleton(S3Clients.Create);
        services.AddLogger<RequestRetry>();
        services.TryAddSingleton(static provider => BaseIdentity.OfTheChain(
            provider.GetRequiredService<IOptions<S3Options>>().Value,
            provider.GetRequiredService<ILoggerFactory>().CreateLogger<BaseIdentity>()));
        services.TryAddSingleton(static provider =>
        {
            // Creating the S3 client fills the session.
            provider.GetRequiredService<IAmazonS3>();
            return new SigningIdentity(provider.GetRequiredService<BaseIdentity>(), provider.GetRequiredService<Session>());
        });
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

    /// <summary>The address that settings, environment or profile give the store; null is AWS.</summary>
    public static string? AddressOf(IConfiguration configuration) =>
        configuration[$"{S3Options.Section}:{nameof(S3Options.ServiceUrl)}"] is { Length: > 0 } set ? set
        : AwsEnvironment.AddressOf("S3", static () => new AmazonS3Config())?.Url;
}

[OptionsValidator]
public sealed partial class S3OptionsValidator : IValidateOptions<S3Options>;
