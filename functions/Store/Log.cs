namespace Longshore.Store;

/// <summary>What the store's client logs. No message contains a secret.</summary>
internal static partial class Log
{
    [LoggerMessage(20, LogLevel.Information, "Assumed {Role} as {Session} until {Until:O}")]
    public static partial void RoleAssumed(this ILogger logger, string role, string session, DateTime until);

    [LoggerMessage(21, LogLevel.Debug, "{What} failed at attempt {Attempt}, again in {PauseMilliseconds} ms: {Problem}")]
    public static partial void StoreRetry(
        this ILogger logger, string what, int attempt, double pauseMilliseconds, string problem);

    [LoggerMessage(22, LogLevel.Warning, "{Sentences}")]
    public static partial void StoreReplaced(this ILogger logger, string sentences);

    [LoggerMessage(29, LogLevel.Warning, "{Sentences}")]
    public static partial void CredentialsIgnored(this ILogger logger, string sentences);

    [LoggerMessage(30, LogLevel.Warning, "{Sentences}")]
    public static partial void SettingUnused(this ILogger logger, string sentences);
}
