using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Longshore.Settings;

/// <summary>Registers options that are read from configuration and checked before the host starts.</summary>
public static class SettingsExtensions
{
    /// <summary>Registers <c>IOptions&lt;TOptions&gt;</c>; may be called again for the same options.</summary>
    /// <typeparam name="TOptions">
    /// Named like its section (<c>SyncOptions</c> is <c>Sync__*</c>) or marked with <see cref="SettingsSectionAttribute"/>.
    /// Several may share a section.
    /// </typeparam>
    /// <typeparam name="TValidator">Marked with <c>[OptionsValidator]</c>.</typeparam>
    /// <param name="bind">
    /// Always <c>static (configuration, options) => configuration.Bind(options)</c>. The build replaces it with code that needs
    /// no reflection, and can do so only at the caller, where the type is known.
    /// </param>
    public static IServiceCollection AddSettings<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties
            | DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TValidator>(
        this IServiceCollection services, string section, Action<IConfiguration, TOptions> bind)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        if (services.Any(service => service.ImplementationType == typeof(TValidator)))
            return services;
        services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
        var mine = Setting.Of(typeof(TOptions));
        services.AddSingleton(new SectionSettings(section, mine));
        services.AddOptions<TOptions>()
            .Configure<IConfiguration, IEnumerable<SectionSettings>>((options, configuration, all) => bind(SettingsSection.Read(
                configuration.GetSection(section), section, mine, SectionSettings.Of(section, all)), options))
            .ValidateOnStart();
        return services.AddClosedOptions<TOptions>();
    }

    /// <summary>
    /// Registers the logger of one class, for the reason of <see cref="AddClosedOptions"/>. May be called again for the class.
    /// </summary>
    public static IServiceCollection AddLogger<T>(this IServiceCollection services)
    {
        services.TryAddSingleton<ILogger<T>>(static provider => new Logger<T>(provider.GetRequiredService<ILoggerFactory>()));
        return services;
    }

    /// <summary>
    /// Registers for one type what <c>AddOptions</c> registers for all types: under Native AOT, open generics that are closed at
    /// run time take a third of a process's start. The check at startup and every later reader get the same value.
    /// </summary>
    public static IServiceCollection AddClosedOptions<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this IServiceCollection services)
        where TOptions : class => services
        .AddSingleton<IOptionsFactory<TOptions>>(static provider => new OptionsFactory<TOptions>(
            provider.GetServices<IConfigureOptions<TOptions>>(), provider.GetServices<IPostConfigureOptions<TOptions>>(),
            provider.GetServices<IValidateOptions<TOptions>>()))
        .AddSingleton<IOptionsMonitor<TOptions>>(static provider => new OptionsMonitor<TOptions>(
            provider.GetRequiredService<IOptionsFactory<TOptions>>(), [], new OptionsCache<TOptions>()))
        .AddSingleton<IOptions<TOptions>>(
            static provider => Options.Create(provider.GetRequiredService<IOptionsMonitor<TOptions>>().CurrentValue));
}
