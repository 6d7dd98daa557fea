namespace Longshore.Telemetry;

/// <summary>
/// Every message that Longshore logs. Beside what stands here, a record carries the fields of the event that it belongs to.
/// No message takes a secret.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Listening on {Addresses} with {Functions}")]
    public static partial void Listening(this ILogger logger, string addresses, string functions);

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

    [LoggerMessage(20, LogLevel.Information, "Assumed {Role} as {Session} until {Until:O}")]
    public static partial void RoleAssumed(this ILogger logger, string role, string session, DateTime until);

    [LoggerMessage(21, LogLevel.Debug, "{What} failed at attempt {Attempt}, again in {PauseMilliseconds} ms: {Problem}")]
    public static partial void StoreRetry(this ILogger logger, string what, int attempt, double pauseMilliseconds, string problem);

    [LoggerMessage(22, LogLevel.Warning, "{Sentences}")]
    public static partial void StoreReplaced(this ILogger logger, string sentences);

    [LoggerMessage(30, LogLevel.Information, "Scan: {Files} files and {Bytes} bytes in {Batches} batches, {Deferred} deferred, {Ignored} ignored, "
        + "{Unaddressable} unaddressable, {FailedBatches} batches not taken, {Milliseconds} ms")]
    public static partial void ScanCompleted(
        this ILogger logger, int batches, long files, long bytes, long deferred, long ignored, long unaddressable, int failedBatches, double milliseconds);

    [LoggerMessage(31, LogLevel.Warning, "Batch {Number} of {Files} files up to {LastPath} was not taken; they come back at the next scan: {Problem}")]
    public static partial void BatchNotTaken(this ILogger logger, int number, int files, string lastPath, string problem);

    [LoggerMessage(32, LogLevel.Warning, "Not shipped, as its name is not UTF-8, or its path or key too long: {Path}")]
    public static partial void PathUnaddressable(this ILogger logger, string path);

    [LoggerMessage(33, LogLevel.Warning, "Not scanned: {Path}: {Problem}")]
    public static partial void PathUnreadable(this ILogger logger, string path, string problem);

    [LoggerMessage(34, LogLevel.Warning, "{Folders} trash folders and {Files} files under hidden names were left by processes that died; cleanup settles them")]
    public static partial void TrashFound(this ILogger logger, int folders, int files);

    [LoggerMessage(35, LogLevel.Warning, "The last scan cannot be read, so that there are no rates: {Problem}")]
    public static partial void LastScanUnreadable(this ILogger logger, string problem);

    [LoggerMessage(40, LogLevel.Information, "Batch {Batch} attempt {Attempt}: {Planned} planned = {Uploaded} uploaded + {Present} present + {Deferred} deferred + "
        + "{Missing} missing + {Failed} failed + {Remaining} remaining; {Bytes} bytes in {Milliseconds} ms")]
    public static partial void BatchSynced(
        this ILogger logger, string batch, int attempt, int planned, int uploaded, int present, int deferred, int missing, int failed, int remaining,
        long bytes, double milliseconds);

    [LoggerMessage(41, LogLevel.Warning, "Batch {Batch} is gone through anew, as its latest receipt cannot be believed: {Problem}")]
    public static partial void ReceiptRefused(this ILogger logger, string batch, string problem);

    [LoggerMessage(42, LogLevel.Error, "Not shipped, as of a fault of ours: {Path}")]
    public static partial void FileFailed(this ILogger logger, string path, Exception error);

    [LoggerMessage(43, LogLevel.Information, "Upload of {Key} aborted, as {Path} is gone or was written to since")]
    public static partial void UploadAborted(this ILogger logger, string key, string path);

    [LoggerMessage(44, LogLevel.Warning, "Abandoned multipart uploads were not looked for; the next look is in an hour: {Problem}")]
    public static partial void UploadsNotLookedAt(this ILogger logger, string problem);

    [LoggerMessage(45, LogLevel.Information, "Batch {Batch} attempt {Attempt} has settled all {Planned} files before")]
    public static partial void BatchSettled(this ILogger logger, string batch, int attempt, int planned);

    [LoggerMessage(46, LogLevel.Warning, "Not shipped, as its inode number changes while it is read and nothing else does: {Path}. Where the filesystem gives a file "
        + "another number at each look, set Volume__StableInodes=false")]
    public static partial void InodeChanged(this ILogger logger, string path);

    [LoggerMessage(50, LogLevel.Information,
        "Batch {Batch}: {Deleted} deleted, {Gone} gone, {Kept} kept, {Bytes} bytes freed in {Milliseconds} ms, "
        + "dry run: {DryRun}")]
    public static partial void BatchCleaned(
        this ILogger logger, string batch, int deleted, int gone, int kept, long bytes, double milliseconds, bool dryRun);

    [LoggerMessage(51, LogLevel.Warning, "Trash {Folder} of a process that died: {PutBack} files put back, {Renamed} of them under another name, {Failed} left there")]
    public static partial void TrashSettled(this ILogger logger, string folder, int putBack, int renamed, int failed);

    [LoggerMessage(52, LogLevel.Warning, "Trash cannot be settled and stays where it is: {Problem}")]
    public static partial void TrashUnreadable(this ILogger logger, string problem);

    [LoggerMessage(53, LogLevel.Warning, "Cleanup {Number} of batch {Batch} did not finish. The volume shows: {Deleted} deleted, {Kept} kept, {Gone} gone")]
    public static partial void BegunClosed(this ILogger logger, int number, string batch, int deleted, int kept, int gone);

    [LoggerMessage(54, LogLevel.Warning, "Unfinished cleanups were not looked for; the next look is in an hour: {Problem}")]
    public static partial void BegunNotClosed(this ILogger logger, string problem);

    [LoggerMessage(58, LogLevel.Warning, "Schedule__MinAge is {MinAge}, shorter than the {Writeback} within which the kernel writes memory-mapped changes back, and no lease can be had on "
        + "files such as {Path}: a mapped write may then be missing in what was shipped. The file is compared before it is deleted, but raise Schedule__MinAge above that, or run as the files' owner")]
    public static partial void MappedWritesUnseen(this ILogger logger, TimeSpan minAge, TimeSpan writeback, string path);

    [LoggerMessage(60, LogLevel.Warning, "Dead letter kept as {Key}: {EventType} {EventId}, code {Code}, new: {IsNew}")]
    public static partial void DeadLetterKept(this ILogger logger, string key, string eventType, string eventId, string code, bool isNew);
}
