using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Longshore.Settings;

/// <summary>
/// Registers the logger of one class, which logging would otherwise close over at run time: slow under Native AOT.
/// </summary>
public static class ClosedLoggers
{
    /// <summary>May be called again for the same class.</summary>
    public static IServiceCollection AddLogger<T>(this IServiceCollection services)
    {
        services.TryAddSingleton<ILogger<T>>(static provider => new Logger<T>(provider.GetRequiredService<ILoggerFactory>()));
        return services;
    }
}
