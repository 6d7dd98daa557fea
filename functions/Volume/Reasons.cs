namespace Longshore.Volumes;

/// <summary>Why a file is not shipped or not deleted, as receipts, events and metrics name it.</summary>
public static class Reasons
{
    public const string Missing = "missing";
    public const string NotARegularFile = "not-a-regular-file";
    public const string ChangedSinceScan = "changed-since-scan";
    public const string TooYoung = "too-young";
    public const string ModifiedInTheFuture = "modified-in-the-future";
    public const string ClockSkew = "clock-skew";
    public const string OpenForWriting = "open-for-writing";

    public const string ChangedSinceReceipt = "changed-since-receipt";
    public const string ChangedWhileDeleting = "changed-while-deleting";
    public const string Reserved = "reserved";

    /// <summary>A rule of <c>Schedule__Exclude</c>, or a built-in one, leaves it alone.</summary>
    public const string Excluded = "excluded";

    /// <summary>
    /// Nothing but its inode number differs: the filesystem gives a file another at each look. Set
    /// <c>Volume__StableInodes=false</c>.
    /// </summary>
    public const string InodeChanged = "inode-changed";

    /// <summary>The bytes on the volume are not the ones that S3 holds.</summary>
    public const string BytesDiffer = "bytes-differ";

    /// <summary>
    /// No lease can be had and the file cannot be read again within half of <c>Host__Deadline</c>; a job with a longer one can.
    /// </summary>
    public const string TooLargeToReread = "too-large-to-reread";

    /// <summary>No lease can be had and no checksum is known that the file could be compared with.</summary>
    public const string NoChecksum = "no-checksum";

    /// <summary>The event's time ended while the file was read again.</summary>
    public const string OutOfTime = "out-of-time";

    public const string PermissionDenied = "permission-denied";
    public const string ReadOnlyVolume = "read-only-volume";
    public const string NoSpace = "no-space";
    public const string OtherFilesystem = "other-filesystem";
    public const string VolumeError = "volume-error";

    /// <summary>
    /// The process or the node may open no more files; raise the limit (<c>ulimit -n</c>) or lower <c>Sync__Concurrency</c>.
    /// </summary>
    public const string TooManyOpenFiles = "too-many-open-files";

    /// <summary>The file could be put neither under its own nor under another name and waits in the trash.</summary>
    public const string LeftInTrash = "left-in-trash";
}
