namespace Longshore.Model;

/// <summary>The log records of the function host. Each also has the fields of the event that it belongs to.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Listening on {Addresses} with {Functions}")]
    public static partial void Listening(this ILogger logger, string addresses, string functions);

    [LoggerMessage(9, LogLevel.Error, "The start failed")]
    public static partial void StartFailed(this ILogger logger, Exception error);

    [LoggerMessage(62, LogLevel.Warning, "{Sentence}")]
    public static partial void NameIgnored(this ILogger logger, string sentence);

    [LoggerMessage(61, LogLevel.Warning,
        "{Problem} Not ready until the binding makes the next Revision. If none comes, look at: kubectl get sinkbinding")]
    public static partial void SinkMissing(this ILogger logger, string problem);

    [LoggerMessage(2, LogLevel.Debug, "Event handled: {Status} in {Milliseconds:F0} ms, reply {Reply}")]
    public static partial void EventHandled(this ILogger logger, int status, double milliseconds, string? reply);

    [LoggerMessage(3, LogLevel.Warning, "Event not handled: {Status} in {Milliseconds:F0} ms: {Detail}")]
    public static partial void EventRefused(this ILogger logger, int status, double milliseconds, string detail);

    [LoggerMessage(4, LogLevel.Warning, "Request refused: {Detail}")]
    public static partial void NotAnEvent(this ILogger logger, string detail);

    [LoggerMessage(5, LogLevel.Error, "The function failed")]
    public static partial void FunctionFailed(this ILogger logger, Exception error);

    [LoggerMessage(6, LogLevel.Error, "The function ignores its hard stop and was cut off")]
    public static partial void FunctionAbandoned(this ILogger logger);

    [LoggerMessage(7, LogLevel.Error, "The grace period is over with {Events} events unfinished")]
    public static partial void EventsCutOff(this ILogger logger, int events);

    [LoggerMessage(8, LogLevel.Warning, "Event not admitted: {Status}: {Detail}")]
    public static partial void EventNotAdmitted(this ILogger logger, int status, string detail);

    [LoggerMessage(10, LogLevel.Information, "Job: handles the event at {Path} with {Functions}")]
    public static partial void JobStarted(this ILogger logger, string path, string functions);

    [LoggerMessage(11, LogLevel.Information, "Job: handles its own reply next, {ReplyType} {ReplyId}")]
    public static partial void JobFollows(this ILogger logger, string replyType, string replyId);

    [LoggerMessage(12, LogLevel.Information, "Job: the sink took {ReplyType} {ReplyId}")]
    public static partial void ResultPosted(this ILogger logger, string replyType, string replyId);

    [LoggerMessage(13, LogLevel.Warning, "Job: the sink did not take {ReplyType} {ReplyId}: {Problem}")]
    public static partial void ResultNotPosted(this ILogger logger, string replyType, string replyId, string problem);

    [LoggerMessage(14, LogLevel.Information, "Job: stops; what runs is parked and the rest handed on")]
    public static partial void JobStopping(this ILogger logger);

    [LoggerMessage(15, LogLevel.Information, "Job: ends with exit code {ExitCode}")]
    public static partial void JobEnded(this ILogger logger, int exitCode);
}
