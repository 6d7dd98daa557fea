namespace Longshore.App;

/// <summary>The log messages of the functions.</summary>
internal static partial class Log
{
    [LoggerMessage(24, LogLevel.Information, "Files go to {Place}")]
    public static partial void FilesGo(this ILogger logger, string place);

    [LoggerMessage(16, LogLevel.Warning,
        "Job: deferred as too young: {Files} files; send the event again, with a new id, after {OldEnoughAt}")]
    public static partial void JobDeferredYoung(this ILogger logger, int files, string oldEnoughAt);

    [LoggerMessage(17, LogLevel.Warning,
        "Job: deferred for other reasons, which the receipt names: {Files} files; send the event again, with a new id")]
    public static partial void JobDeferredOthers(this ILogger logger, int files);

    [LoggerMessage(18, LogLevel.Warning, "Job {Job} failed ({Reason}); its event {EventType} {EventId} becomes a dead letter")]
    public static partial void JobFailed(this ILogger logger, string job, string reason, string eventType, string eventId);

    [LoggerMessage(19, LogLevel.Warning,
        "Job {Job} failed ({Reason}) and its event cannot be read: {Problem} A dead letter says so")]
    public static partial void JobEventLost(this ILogger logger, string job, string reason, string problem);

    [LoggerMessage(23, LogLevel.Warning,
        "Job {Job} failed and its event could not be sent; the next look tries again: {Problem}")]
    public static partial void JobNotTold(this ILogger logger, string job, string problem);

    [LoggerMessage(31, LogLevel.Warning,
        "Batch {Number} of {Files} files up to {LastPath} was not taken; they come back at the next scan: {Problem}")]
    public static partial void BatchNotTaken(this ILogger logger, int number, int files, string lastPath, string problem);

    [LoggerMessage(60, LogLevel.Warning, "Dead letter kept as {Key}: {EventType} {EventId}, code {Code}, new: {IsNew}")]
    public static partial void DeadLetterKept(
        this ILogger logger, string key, string eventType, string eventId, string code, bool isNew);
}
