namespace Longshore.Core;

/// <summary>What the work logs. No message contains a secret.</summary>
internal static partial class Log
{
    [LoggerMessage(30, LogLevel.Information,
        "Scan: {Files} files and {Bytes} bytes in {Batches} batches, {Deferred} deferred, {Ignored} ignored, "
        + "{Unaddressable} unaddressable, {FailedBatches} batches not taken, {Milliseconds} ms")]
    public static partial void ScanCompleted(
        this ILogger logger, int batches, long files, long bytes, long deferred, long ignored, long unaddressable,
        int failedBatches, double milliseconds);

    [LoggerMessage(32, LogLevel.Warning, "Not shipped, because its name is not UTF-8, or its path or key is too long: {Path}")]
    public static partial void PathUnaddressable(this ILogger logger, string path);

    [LoggerMessage(33, LogLevel.Warning, "Not scanned: {Path}: {Problem}")]
    public static partial void PathUnreadable(this ILogger logger, string path, string problem);

    [LoggerMessage(34, LogLevel.Warning,
        "{Folders} trash folders and {Files} files under hidden names were left by processes that died; cleanup settles them")]
    public static partial void TrashFound(this ILogger logger, int folders, int files);

    [LoggerMessage(35, LogLevel.Warning, "The last scan cannot be read, so there are no rates: {Problem}")]
    public static partial void LastScanUnreadable(this ILogger logger, string problem);

    [LoggerMessage(40, LogLevel.Information,
        "Batch {Batch} attempt {Attempt}: {Planned} planned = {Uploaded} uploaded + {Present} present + {Deferred} deferred + "
        + "{Missing} missing + {Failed} failed + {Remaining} remaining; {Bytes} bytes in {Milliseconds} ms")]
    public static partial void BatchSynced(
        this ILogger logger, string batch, int attempt, int planned, int uploaded, int present, int deferred, int missing,
        int failed, int remaining, long bytes, double milliseconds);

    [LoggerMessage(41, LogLevel.Warning,
        "Batch {Batch} is processed again, because its latest receipt cannot be believed: {Problem}")]
    public static partial void ReceiptRefused(this ILogger logger, string batch, string problem);

    [LoggerMessage(42, LogLevel.Error, "Not shipped, because of an error in Longshore: {Path}")]
    public static partial void FileFailed(this ILogger logger, string path, Exception error);

    [LoggerMessage(43, LogLevel.Information, "Upload of {Key} aborted, because {Path} is gone or has changed")]
    public static partial void UploadAborted(this ILogger logger, string key, string path);

    [LoggerMessage(44, LogLevel.Warning,
        "Abandoned multipart uploads were not looked for; the next look is in an hour: {Problem}")]
    public static partial void UploadsNotLookedAt(this ILogger logger, string problem);

    [LoggerMessage(45, LogLevel.Information, "Batch {Batch} attempt {Attempt} has settled all {Planned} files before")]
    public static partial void BatchSettled(this ILogger logger, string batch, int attempt, int planned);

    [LoggerMessage(46, LogLevel.Warning,
        "Not shipped, because its inode number changes while it is read and nothing else does: {Path}. If the filesystem "
        + "gives a file another number at each look, set Volume__StableInodes=false")]
    public static partial void InodeChanged(this ILogger logger, string path);

    [LoggerMessage(50, LogLevel.Information,
        "Batch {Batch}: {Deleted} deleted, {Gone} gone, {Kept} kept, {Bytes} bytes freed in {Milliseconds} ms, "
        + "dry run: {DryRun}")]
    public static partial void BatchCleaned(
        this ILogger logger, string batch, int deleted, int gone, int kept, long bytes, double milliseconds, bool dryRun);

    [LoggerMessage(51, LogLevel.Warning,
        "Trash {Folder} of a dead process: {PutBack} files put back, {Renamed} of them under another name, {Failed} left there")]
    public static partial void TrashSettled(this ILogger logger, string folder, int putBack, int renamed, int failed);

    [LoggerMessage(53, LogLevel.Warning,
        "Cleanup {Number} of batch {Batch} did not finish. The volume shows: {Deleted} deleted, {Kept} kept, {Gone} gone")]
    public static partial void BegunClosed(this ILogger logger, int number, string batch, int deleted, int kept, int gone);

    [LoggerMessage(54, LogLevel.Warning, "Unfinished cleanups were not looked for; the next look is in an hour: {Problem}")]
    public static partial void BegunNotClosed(this ILogger logger, string problem);

    [LoggerMessage(58, LogLevel.Warning,
        "Schedule__MinAge is {MinAge}, shorter than the {Writeback} within which the kernel writes memory-mapped changes back, "
        + "and no lease is possible on files such as {Path}: a mapped write may be missing in the shipped object. The file is "
        + "compared before it is deleted. Still, raise Schedule__MinAge above that time, or run as the files' owner")]
    public static partial void MappedWritesUnseen(this ILogger logger, TimeSpan minAge, TimeSpan writeback, string path);
}

/// <summary>Fields that every log record within a scope carries.</summary>
public static class LogScopes
{
    public static IDisposable? BatchScope(this ILogger logger, string batch) =>
        logger.BeginScope(new KeyValuePair<string, object?>[] { new("batch", batch) });
}
