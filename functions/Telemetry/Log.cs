namespace Longshore.Telemetry;

/// <summary>
/// Every message that Longshore logs. Beside what stands here, a record carries the fields of its <see cref="EventScope"/>.
/// No message takes a secret.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Listening on {Addresses} with {Functions}")]
    public static partial void Listening(ILogger logger, string addresses, string functions);

    [LoggerMessage(2, LogLevel.Information, "Event handled: {Status} in {Milliseconds:F0} ms, reply {Reply}")]
    public static partial void EventHandled(ILogger logger, int status, double milliseconds, string? reply);

    [LoggerMessage(3, LogLevel.Warning, "Event not handled: {Status} in {Milliseconds:F0} ms: {Detail}")]
    public static partial void EventRefused(ILogger logger, int status, double milliseconds, string detail);

    [LoggerMessage(4, LogLevel.Warning, "Request refused: {Detail}")]
    public static partial void NotAnEvent(ILogger logger, string detail);

    [LoggerMessage(5, LogLevel.Error, "The function failed")]
    public static partial void FunctionFailed(ILogger logger, Exception error);

    [LoggerMessage(6, LogLevel.Error, "The function ignores its hard stop and was cut off")]
    public static partial void FunctionAbandoned(ILogger logger);

    [LoggerMessage(7, LogLevel.Error, "The grace period is over with {Events} events unfinished")]
    public static partial void EventsCutOff(ILogger logger, int events);
}
