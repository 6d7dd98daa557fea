namespace Longshore.Model;

/// <summary>Checks the log levels of the settings <c>Logging__*</c>. The framework's own error names no setting.</summary>
public static class LogLevels
{
    private const string Levels = "LogLevel";

    /// <returns>A sentence for each wrong one.</returns>
    public static IEnumerable<string> Problems(IConfiguration configuration)
    {
        var logging = configuration.GetSection("Logging");
        return logging.GetChildren().Select(static provider => provider.GetSection(Levels)).Prepend(logging.GetSection(Levels))
            .SelectMany(static section => section.GetChildren())
            .Where(static level => level.Value is { Length: > 0 } text && !Enum.TryParse<LogLevel>(text, true, out _))
            .Select(static level => $"{level.Path.Replace(":", "__", StringComparison.Ordinal)} holds '{level.Value}'; it takes "
                + "Trace, Debug, Information, Warning, Error, Critical or None.");
    }
}
