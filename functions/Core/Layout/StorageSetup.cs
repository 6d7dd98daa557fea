namespace Longshore.Core.Layout;

/// <summary>Registers the bucket and what is kept in it; may be called by every function that needs it.</summary>
public static class StorageSetup
{
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddStore();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<S3Options>, LayoutCheck>());
        services.TryAddSingleton(provider => new KeyTemplate(provider.GetRequiredService<IOptions<S3Options>>().Value));
        services.TryAddSingleton(provider => new StateKeys(provider.GetRequiredService<IOptions<S3Options>>().Value));
        services.TryAddSingleton<ReceiptStore>();
        return services;
    }

    /// <summary>For functions that mount the volume.</summary>
    public static IServiceCollection AddReceiptBelief(this IServiceCollection services)
    {
        services.TryAddSingleton(
            provider => new ReceiptBelief(provider.GetRequiredService<KeyTemplate>(), provider.GetRequiredService<StateKeys>(),
            Destination.Of(provider.GetRequiredService<IOptions<S3Options>>().Value),
            provider.GetRequiredService<IOptions<VolumeOptions>>().Value.Name));
        return services;
    }
}
