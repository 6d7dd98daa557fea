using Longshore.Core;
using Longshore.Core.Clean;
using Longshore.Core.Ship;
using Longshore.Core.Status;
using Longshore.Model.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Longshore.Cli;

/// <summary>The services of a verb, with the same sources of settings as a service.</summary>
internal static class VerbServices
{
    /// <param name="add">Registers the services that the verb needs.</param>
    /// <param name="settings">They override file and environment; of two with one name the last.</param>
    /// <param name="logger">Takes the warnings; null writes them to standard error.</param>
    /// <exception cref="SettingsException">Or another one for which it has messages.</exception>
    public static ServiceProvider Build(
        Action<IServiceCollection> add, (string Name, string Value)[] settings, ILoggerProvider? logger = null)
    {
        var configuration = Read(settings);
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging(logging => logging
                .SetMinimumLevel(LogLevel.Warning)
                .AddConfiguration(configuration.GetSection("Logging"))
                .AddProvider(logger ?? new JsonLinesLoggerProvider(Console.OpenStandardError(), TimeProvider.System)));
        services.TryAddSingleton(TimeProvider.System);
        add(services);
        var provider = services.BuildServiceProvider();
        var known = Known();
        FunctionHost.CheckSettings(provider, configuration, known);
        FunctionHost.WarnOfNames(
            configuration, known, provider.GetRequiredService<ILoggerFactory>().CreateLogger("longshore"));
        return provider;
    }

    /// <summary>The settings of file and environment, beneath the given ones; of two with one name the last.</summary>
    /// <exception cref="SettingsException">A name is meant as a setting and is none.</exception>
    public static IConfigurationRoot Read((string Name, string Value)[] settings)
    {
        var configuration = FunctionHost.AddSources(new ConfigurationBuilder())
            .AddInMemoryCollection(settings
                .GroupBy(static setting => setting.Name, StringComparer.OrdinalIgnoreCase)
                .Select(static same => KeyValuePair.Create(same.Key, (string?)same.Last().Value)))
            .Build();
        var known = Known();
        FunctionHost.CheckSources(configuration, known);
        // Before a setting is called missing: its misspelt name may hold it.
        string[] unknown = [.. known.Select(static each => each.Section).Distinct().SelectMany(
            section => SettingNames.Unknown(configuration.GetSection(section), SectionSettings.Of(section, known)))];
        return unknown.Length == 0 ? configuration : throw new SettingsException(unknown);
    }

    /// <summary>Sentences about names that are perhaps meant as a setting that is missing, each after a blank.</summary>
    public static string PerhapsMeant(IConfiguration found) =>
        string.Concat(SettingNames.Ignored(found, Known(), isMissing: true).Select(static each => $" {each}"));

    /// <summary>The settings of all functions: in one environment each verb meets those of the others.</summary>
    private static SectionSettings[] Known() =>
    [
        .. new ServiceCollection().AddFiles().AddStorage().AddSchedule().AddSync().AddCleanup().AddStatus()
            .AddEventGate().AddEventAuth()
            .Select(static service => service.ImplementationInstance).OfType<SectionSettings>(),
    ];
}
