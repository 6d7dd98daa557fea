namespace Longshore.Volumes;

/// <summary>
/// Why a file is not shipped or not deleted: every reason that receipts, events, metrics and pages name. docs/receipts.md tells
/// an operator what to do.
/// </summary>
public static class Reasons
{
    // Sync: the file is not ready, or it changed.

    /// <summary>It is not on the volume any more.</summary>
    public const string Missing = "missing";

    /// <summary>It is a folder, a link, a socket or the like; only regular files are shipped and deleted.</summary>
    public const string NotARegularFile = "not-a-regular-file";

    /// <summary>Somebody wrote to it less than <c>Schedule__MinAge</c> ago.</summary>
    public const string TooYoung = "too-young";

    /// <summary>Its size or time is not the one that the scan or the event named.</summary>
    public const string ChangedSinceScan = "changed-since-scan";

    /// <summary>Somebody wrote to it while it was read; nothing was completed from it.</summary>
    public const string ChangedWhileRead = "changed-while-read";

    /// <summary>Its modification time is over a minute ahead of the pod's clock.</summary>
    public const string ModifiedInTheFuture = "modified-in-the-future";

    /// <summary>Its change time is over a minute ahead of the pod's clock: the clocks of volume and pod disagree.</summary>
    public const string ClockSkew = "clock-skew";

    /// <summary>Somebody has it open for writing.</summary>
    public const string OpenForWriting = "open-for-writing";

    /// <summary>
    /// Only its inode number differs: the filesystem gives a file another number at each look. Set
    /// <c>Volume__StableInodes=false</c>.
    /// </summary>
    public const string InodeChanged = "inode-changed";

    /// <summary>
    /// Its time is over. Parts that are in S3 stay there, and the upload goes on where it stopped: at once, or after eight
    /// hand-overs at the next scan.
    /// </summary>
    public const string Parked = "parked";

    // Sync: the file cannot be shipped.

    /// <summary>A rule of <c>Schedule__Exclude</c>, or a built-in one, leaves it alone.</summary>
    public const string Excluded = "excluded";

    /// <summary>It is the sentinel, or it lies in Longshore's own folder on the volume.</summary>
    public const string Reserved = "reserved";

    /// <summary>Its key would lie beneath <c>S3__StatePrefix</c>.</summary>
    public const string KeyReserved = "key-reserved";

    /// <summary>Its key is over S3's 1,024 bytes.</summary>
    public const string KeyTooLong = "key-too-long";

    /// <summary>
    /// The store refuses keys of its kind or takes them for others: an empty part between slashes, a part of dots, a percent
    /// sign.
    /// </summary>
    public const string KeyNotKept = "key-not-kept";

    /// <summary>It would need larger parts than the memory for bodies in flight takes; raise <c>Sync__PartBytes</c>.</summary>
    public const string TooLarge = "too-large";

    /// <summary>S3 holds other bytes under its key, and <c>Sync__OnConflict</c> is Fail.</summary>
    public const string Conflict = "conflict";

    /// <summary>Its key was taken and then gone again, or cannot be read: nobody knows what S3 holds.</summary>
    public const string ObjectUnknown = "object-unknown";

    /// <summary>The store took it, and what it holds now is not the file.</summary>
    public const string NotProven = "not-proven";

    /// <summary>The store refuses this object alone; its code and words follow after a colon.</summary>
    public const string StoreRefused = "store-refused";

    /// <summary>Longshore has a fault; the log has the error.</summary>
    public const string Unexpected = "unexpected";

    // The volume refuses.

    /// <summary>The user of the process may not read or delete it.</summary>
    public const string PermissionDenied = "permission-denied";

    /// <summary>The volume is mounted read-only.</summary>
    public const string ReadOnlyVolume = "read-only-volume";

    /// <summary>The volume or a quota is full.</summary>
    public const string NoSpace = "no-space";

    /// <summary>It lies on another filesystem that is mounted inside the volume.</summary>
    public const string OtherFilesystem = "other-filesystem";

    /// <summary>
    /// The process or the node may open no more files; raise the limit (<c>ulimit -n</c>) or lower <c>Sync__Concurrency</c>.
    /// </summary>
    public const string TooManyOpenFiles = "too-many-open-files";

    /// <summary>The filesystem answered with an error that has no name here.</summary>
    public const string VolumeError = "volume-error";

    // Cleanup: a shipped file is kept.

    /// <summary>It is younger than <c>Cleanup__KeepFor</c>: the setting keeps it.</summary>
    public const string KeepFor = "keep-for";

    /// <summary><c>Cleanup__DryRun</c> is set, so that nothing is deleted.</summary>
    public const string CleanupDryRun = "cleanup-dry-run";

    /// <summary>The receipt does not say that it was shipped, or lacks what a deletion needs.</summary>
    public const string NotSettled = "not-settled";

    /// <summary>It is not the file that was shipped: somebody wrote to it, or put another in its place.</summary>
    public const string Changed = "changed";

    /// <summary>It changed between the last look and its deletion; cleanup's account calls it <see cref="Changed"/>.</summary>
    public const string ChangedSinceReceipt = "changed-since-receipt";

    /// <summary>It changed during its deletion and was put back; cleanup's account calls it <see cref="Changed"/>.</summary>
    public const string ChangedWhileDeleting = "changed-while-deleting";

    /// <summary>S3 does not list its key.</summary>
    public const string ObjectMissing = "object-missing";

    /// <summary>S3 does not list its key, and yet has an object under it: the store's listing or a proxy is at fault.</summary>
    public const string ListingDisagrees = "listing-disagrees";

    /// <summary>S3 lists its key with another ETag or size.</summary>
    public const string ObjectDiffers = "object-differs";

    /// <summary>The bytes on the volume are not the ones that S3 holds.</summary>
    public const string BytesDiffer = "bytes-differ";

    /// <summary>
    /// No lease can be had and the file cannot be read again within half of <c>Host__Deadline</c>; a job with a longer one can.
    /// </summary>
    public const string TooLargeToReread = "too-large-to-reread";

    /// <summary>No lease can be had and no checksum is known that the file could be compared with.</summary>
    public const string NoChecksum = "no-checksum";

    /// <summary>The event's time ended while it was read again; cleanup's account calls it <see cref="NotStarted"/>.</summary>
    public const string OutOfTime = "out-of-time";

    /// <summary>The work ended before this file was looked at.</summary>
    public const string NotStarted = "not-started";

    /// <summary>A cleanup that died never came to it, or its trash was put back: it stands where it stood.</summary>
    public const string NotReached = "not-reached";

    /// <summary>The file could be put neither under its own nor under another name and waits in the trash.</summary>
    public const string LeftInTrash = "left-in-trash";

    // Cleanup does not believe the receipt; sync proves the file again.

    /// <summary>The receipt is of the first schema, which names no volume.</summary>
    public const string ReceiptSchema = "receipt-schema";

    /// <summary>The receipt is of another <c>Volume__Name</c>.</summary>
    public const string ReceiptOfAnotherVolume = "receipt-of-another-volume";

    /// <summary>The receipt is of another bucket, prefix or key template.</summary>
    public const string ReceiptOfAnotherDestination = "receipt-of-another-destination";

    /// <summary>The receipt names a key beneath <c>S3__StatePrefix</c>.</summary>
    public const string ReceiptKeyReserved = "receipt-key-reserved";

    /// <summary>The receipt names a key that is not this file's.</summary>
    public const string ReceiptKeyOfAnotherFile = "receipt-key-of-another-file";

    /// <summary>The receipt names this key, which the file has only after a conflict, for another file as well.</summary>
    public const string ReceiptKeyTwice = "receipt-key-twice";
}
