namespace Longshore.Core.Scan;

/// <summary>
/// What one scan saw. <c>seen = files + deferred + ignored + reserved + unaddressable + special + unreadable</c>.
/// </summary>
public sealed record ScanCompleted
{
    /// <summary>Batches emitted.</summary>
    public int Batches { get; init; }

    /// <summary>Files in those batches.</summary>
    public long Files { get; init; }

    /// <summary>Bytes in those batches.</summary>
    public long Bytes { get; init; }

    /// <summary>Regular files not ready yet (too young, open for writing); they come back at the next scan.</summary>
    public long Deferred { get; init; }

    /// <summary>Deferred files by reason.</summary>
    public SortedDictionary<string, long> DeferredFor { get; init; } = [];

    /// <summary>
    /// Files that an ignore rule or a filter skips; a folder that is skipped whole is not opened, and counts once.
    /// </summary>
    public long Ignored { get; init; }

    /// <summary>
    /// Files whose path would land in the state prefix, the sentinel of <c>Volume__Sentinel</c>, and hidden names of a deletion;
    /// never shipped.
    /// </summary>
    public long Reserved { get; init; }

    /// <summary>
    /// Names that are not UTF-8 or whose key would be over 1,024 bytes, and folders whose path is over 4,095 bytes, which count
    /// once; never shipped, never deleted.
    /// </summary>
    public long Unaddressable { get; init; }

    /// <summary>Links, FIFOs, sockets and devices; never opened.</summary>
    public long Special { get; init; }

    /// <summary>Files and folders that the operating system would not let the scan read.</summary>
    public long Unreadable { get; init; }

    /// <summary>
    /// The first of the unreadable, unaddressable, reserved and deferred ones by name, within 16 KiB; the log of schedule names
    /// all but the deferred.
    /// </summary>
    public IReadOnlyList<LeftFile> Left { get; init; } = [];

    /// <summary>Batches that the broker did not take; their files come back at the next scan.</summary>
    public int FailedBatches { get; init; }

    /// <summary>Age of the oldest file that is not deleted yet, by mtime; absent if there is none.</summary>
    [JsonConverter(typeof(DurationJsonConverter))]
    public TimeSpan? OldestAge { get; init; }

    /// <summary>Bytes free for an unprivileged user, as statvfs tells.</summary>
    public long BytesFree { get; init; }

    /// <summary>Bytes used, as statvfs tells.</summary>
    public long BytesUsed { get; init; }

    /// <summary>Nothing was emitted because the request asked for a dry run.</summary>
    public bool DryRun { get; init; }
}
