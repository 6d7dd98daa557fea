namespace Longshore.Model;

public static partial class FunctionHost
{
    private const string SettingsFile = "appsettings.json";

    /// <summary>The sources of settings; an environment variable overrides the file.</summary>
    /// <exception cref="SettingsException">The file cannot be read.</exception>
    public static IConfigurationBuilder AddSources(IConfigurationBuilder configuration)
    {
        var path = Path.Combine(AppContext.BaseDirectory, SettingsFile);
        try
        {
            using var readable = Path.Exists(path) ? File.OpenRead(path) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"{path} cannot be read: {error.Message}"]);
        }

        return configuration.AddJsonFile(SettingsFile, optional: true, reloadOnChange: false).AddEnvironmentVariables();
    }

    /// <summary>Checks the names in the sources, and the log levels.</summary>
    /// <param name="known">The settings of all functions.</param>
    /// <exception cref="SettingsException">Something is meant as a setting and is none, or a level is wrong.</exception>
    public static void CheckSources(IConfiguration configuration, IReadOnlyCollection<SectionSettings> known)
    {
        string[] problems = [.. SettingNames.Near(configuration, known), .. LogLevels.Problems(configuration)];
        if (problems.Length > 0)
            throw new SettingsException(problems);
    }

    /// <summary>Logs the names that are perhaps meant as settings.</summary>
    public static void WarnOfNames(IConfiguration configuration, IReadOnlyCollection<SectionSettings> known, ILogger logger)
    {
        foreach (var sentence in SettingNames.Ignored(configuration, known))
            Log.NameIgnored(logger, sentence);
    }
}
