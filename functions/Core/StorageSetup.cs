using Longshore.Core.Scan;

namespace Longshore.Core;

public static class StorageSetup
{
    /// <summary>Registers the bucket and its records. Several functions of one process may call it.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddStore();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<S3Options>, LayoutCheck>());
        services.TryAddSingleton(provider => new KeyTemplate(provider.GetRequiredService<IOptions<S3Options>>().Value));
        services.TryAddSingleton(provider => new BundleKeys(provider.GetRequiredService<IOptions<S3Options>>().Value));
        services.TryAddSingleton(provider => new StateKeys(provider.GetRequiredService<IOptions<S3Options>>().Value));
        services.TryAddSingleton<ReceiptStore>();
        services.TryAddSingleton<BatchListStore>();
        return services;
    }
}
