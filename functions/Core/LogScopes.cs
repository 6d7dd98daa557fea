namespace Longshore.Core;

/// <summary>Fields that every record within carries.</summary>
public static class LogScopes
{
    public static IDisposable? BatchScope(this ILogger logger, string batch) =>
        logger.BeginScope(new KeyValuePair<string, object?>[] { new("batch", batch) });
}
