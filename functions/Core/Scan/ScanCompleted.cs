namespace Longshore.Core.Scan;

/// <summary>
/// The counts of one scan. <c>seen = files + deferred + ignored + reserved + unaddressable + special + unreadable</c>. The counts
/// have setters for <see cref="ScanTally"/>.
/// </summary>
public sealed record ScanCompleted
{
    /// <summary>Batches emitted.</summary>
    public int Batches { get; init; }

    /// <summary>Files in those batches.</summary>
    public long Files { get; set; }

    /// <summary>Bytes in those batches.</summary>
    public long Bytes { get; set; }

    /// <summary>Regular files not ready yet (too young, open for writing); they come back at the next scan.</summary>
    public long Deferred { get; set; }

    /// <summary>Deferred files by reason.</summary>
    public SortedDictionary<string, long> DeferredFor { get; init; } = [];

    /// <summary>Files that an ignore rule or a filter skips. A folder that is skipped whole counts once.</summary>
    public long Ignored { get; set; }

    /// <summary>
    /// Files whose key would lie in the state prefix, the sentinel of <c>Volume__Sentinel</c>, and hidden names of a deletion;
    /// never shipped.
    /// </summary>
    public long Reserved { get; set; }

    /// <summary>
    /// Names that are not UTF-8 or whose key would be over 1,024 bytes, and folders whose path is over 4,095 bytes, which count
    /// once; never shipped, never deleted.
    /// </summary>
    public long Unaddressable { get; set; }

    /// <summary>Links, FIFOs, sockets and devices; never opened.</summary>
    public long Special { get; set; }

    /// <summary>Files and folders that the operating system did not let the scan read.</summary>
    public long Unreadable { get; set; }

    /// <summary>
    /// The first of the unreadable, unaddressable, reserved and deferred files, up to 16 KiB. The log of schedule names all
    /// except the deferred ones.
    /// </summary>
    public IReadOnlyList<LeftFile> Left { get; init; } = [];

    /// <summary>
    /// Batches that the broker did not take; their files come back at the next scan. A scan that reached its end then fails with
    /// 503 and is delivered again, so that only its record tells of them.
    /// </summary>
    public int FailedBatches { get; init; }

    /// <summary>
    /// How long the first of the ready and deferred files has waited: since the later of its mtime and ctime. Absent if there is
    /// none.
    /// </summary>
    [JsonConverter(typeof(DurationJsonConverter))]
    public TimeSpan? OldestAge { get; init; }

    /// <summary>Bytes free for an unprivileged user, by statvfs.</summary>
    public long BytesFree { get; init; }

    /// <summary>Bytes used, by statvfs.</summary>
    public long BytesUsed { get; init; }

    /// <summary>Nothing was emitted because the request asked for a dry run.</summary>
    public bool DryRun { get; init; }
}
