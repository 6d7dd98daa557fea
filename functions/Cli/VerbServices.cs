using Longshore.Model.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Longshore.Cli;

/// <summary>
/// The services of a verb that hosts no functions: the same settings as a service, warnings on standard error, nothing else.
/// </summary>
internal static class VerbServices
{
    /// <param name="add">Registers what the verb needs.</param>
    /// <param name="settings">Settings that stand above all other sources; of two with one name the last.</param>
    /// <exception cref="Settings.SettingsException">
    /// Or another that <see cref="Settings.SettingsException.MessagesOf"/> knows.
    /// </exception>
    public static ServiceProvider Build(Action<IServiceCollection> add, params (string Name, string Value)[] settings) =>
        Build(add, new JsonLinesLoggerProvider(Console.OpenStandardError(), TimeProvider.System), settings);

    /// <param name="add">Registers what the verb needs.</param>
    /// <param name="logger">Takes the warnings.</param>
    /// <param name="settings">As above.</param>
    public static ServiceProvider Build(Action<IServiceCollection> add, ILoggerProvider logger, (string Name,
        string Value)[] settings)
    {
        var configuration = Read(settings);
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging(logging => logging
                .SetMinimumLevel(LogLevel.Warning)
                .AddConfiguration(configuration.GetSection("Logging"))
                .AddProvider(logger));
        services.TryAddSingleton(TimeProvider.System);
        add(services);
        var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
        return provider;
    }

    /// <summary>The settings of file and environment, beneath those given; of two given with one name the last.</summary>
    public static IConfigurationRoot Read((string Name, string Value)[] settings) => new ConfigurationBuilder()
        .SetBasePath(AppContext.BaseDirectory)
        .AddJsonFile("appsettings.json", optional: true, reloadOnChange: false)
        .AddEnvironmentVariables()
        .AddInMemoryCollection(settings
            .GroupBy(static setting => setting.Name, StringComparer.OrdinalIgnoreCase)
            .Select(static same => KeyValuePair.Create(same.Key, (string?)same.Last().Value)))
        .Build();
}
