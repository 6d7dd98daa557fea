using Longshore.Model.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Longshore.Cli;

/// <summary>The services of a verb that hosts no functions: the same settings as a service, warnings on standard error, nothing else.</summary>
internal static class VerbServices
{
    /// <param name="add">Registers what the verb needs.</param>
    /// <param name="settings">Settings that stand above all other sources; of two with one name the last.</param>
    /// <exception cref="Settings.SettingsException">Or another that <see cref="Settings.SettingsException.MessagesOf"/> knows.</exception>
    public static ServiceProvider Build(Action<IServiceCollection> add, params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true, reloadOnChange: false)
            .AddEnvironmentVariables()
            .AddInMemoryCollection(settings
                .GroupBy(setting => setting.Name, StringComparer.OrdinalIgnoreCase)
                .Select(same => KeyValuePair.Create(same.Key, (string?)same.Last().Value)))
            .Build();
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging(logging => logging
                .SetMinimumLevel(LogLevel.Warning)
                .AddConfiguration(configuration.GetSection("Logging"))
                .AddProvider(new JsonLinesLoggerProvider(Console.OpenStandardError(), TimeProvider.System)));
        services.TryAddSingleton(TimeProvider.System);
        add(services);
        var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
        return provider;
    }
}
