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
        provider.GetRequiredService<IStartupValidator>().Validate();
        return provider;
    }

    /// <summary>The settings of file and environment, beneath the given ones; of two with one name the last.</summary>
    public static IConfigurationRoot Read((string Name, string Value)[] settings) => FunctionHost
        .AddSources(new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory))
        .AddInMemoryCollection(settings
            .GroupBy(static setting => setting.Name, StringComparer.OrdinalIgnoreCase)
            .Select(static same => KeyValuePair.Create(same.Key, (string?)same.Last().Value)))
        .Build();
}
