namespace Longshore.Model;

public static partial class FunctionHost
{
    private const string SettingsFile = "appsettings.json";

    /// <summary>The sources of settings; an environment variable overrides the file.</summary>
    /// <exception cref="SettingsException">The file cannot be used.</exception>
    public static IConfigurationBuilder AddSources(IConfigurationBuilder configuration)
    {
        var path = Path.Combine(AppContext.BaseDirectory, SettingsFile);
        if (Path.Exists(path))
            configuration.AddConfiguration(ReadFile(path));
        return configuration.AddEnvironmentVariables();
    }

    /// <exception cref="SettingsException">The file cannot be used.</exception>
    public static IConfigurationRoot ReadFile(string path)
    {
        try
        {
            // Every text that is no JSON is found here, with its line. The second reading cannot fail for that reason.
            using var content = File.OpenRead(path);
            using var _ = JsonDocument.Parse(
                content, new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            content.Position = 0;
            return new ConfigurationBuilder().AddJsonStream(content).Build();
        }
        catch (JsonException error)
        {
            throw new SettingsException([new FileInfo(path).Length == 0
                ? $"{path} is empty; write {{}} into it, or delete it."
                : $"{path} is not JSON at line {error.LineNumber + 1}; correct it there or just before, or delete the file."]);
        }
        catch (FormatException)
        {
            throw new SettingsException([$"{path} must hold one JSON object, in which no name occurs twice in any letter case; "
                + "correct it, or delete it."]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([Directory.Exists(path)
                ? $"{path} is a directory; put a file there, or delete it."
                : $"{path} cannot be read; give this user the right to read it, or delete it."]);
        }
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

    /// <summary>Checks all settings and the names in the sources. What may be meant as a missing setting is named, too.</summary>
    /// <exception cref="SettingsException">Something is wrong.</exception>
    public static void CheckSettings(
        IServiceProvider services, IConfiguration configuration, IReadOnlyCollection<SectionSettings> known)
    {
        List<string> problems = [.. SettingNames.Near(configuration, known)];
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
        }
        catch (Exception error) when (SettingsException.MessagesOf(error) is { } wrong)
        {
            problems.AddRange(wrong);
        }

        if (problems.Count > 0)
            throw new SettingsException([.. problems, .. SettingNames.Ignored(configuration, known, isMissing: true)]);
    }

    /// <summary>Logs the names that are perhaps meant as settings.</summary>
    public static void WarnOfNames(IConfiguration configuration, IReadOnlyCollection<SectionSettings> known, ILogger logger)
    {
        foreach (var sentence in SettingNames.Ignored(configuration, known))
            Log.NameIgnored(logger, sentence);
    }
}
