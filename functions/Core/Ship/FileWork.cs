namespace Longshore.Core.Ship;

/// <summary>One file of a batch and what is known of it before it is opened.</summary>
/// <param name="MinAge">How long it must have been unchanged.</param>
/// <param name="Earlier">Its entry in the batch's latest receipt, if it is settled and believed.</param>
/// <param name="IsUnderItsOwnKey">See <see cref="ReceiptBelief.IsUnderItsOwnKey"/>.</param>
/// <param name="Listed">The objects that S3 lists now in the batch's key range.</param>
public sealed record FileWork(
    BatchItem Item, TimeSpan MinAge, ReceiptEntry? Earlier, bool IsUnderItsOwnKey,
    IReadOnlyDictionary<string, ListedObject> Listed)
{
    public VolumePath Path => Item.Path;

    /// <summary>Its expected size in bytes if it goes into a bundle; else null.</summary>
    public long? BundledSize { get; init; }

    public ReceiptEntry Entry(FileOutcome outcome, string? reason = null) => new()
    {
        Path = Path.Value,
        Outcome = outcome,
        Reason = reason,
        Size = Item.File.Size,
        Modified = Item.File.Modified,
    };

    /// <summary>The entry of a file that S3 holds, without what tells the object.</summary>
    public ReceiptEntry Shipped(FileStat stat, FileOutcome outcome, string checksum) => new()
    {
        Path = Path.Value,
        Outcome = outcome,
        Size = stat.Fingerprint.Size,
        Modified = stat.Fingerprint.Modified,
        Changed = stat.Fingerprint.Changed,
        Inode = stat.Fingerprint.Inode,
        Mode = stat.Permissions,
        Uid = stat.Uid,
        Gid = stat.Gid,
        Checksum = checksum,
    };

    /// <summary>
    /// The earlier entry if S3 lists its key with that ETag and size, and the file is unchanged under its own key, or gone:
    /// cleanup may have deleted it, and a receipt must not call it missing. Otherwise null.
    /// </summary>
    public ReceiptEntry? SettledNow(FileStat stat) => stat.Kind == FileKind.Missing
        || (IsUnderItsOwnKey && stat.Kind == FileKind.Regular && Earlier?.Fingerprint() == stat.Fingerprint)
            ? Carried() : null;

    /// <summary>
    /// The entry of a file for which there is no time: what the earlier receipt says of it, if S3 lists that. The file itself is
    /// not looked at; cleanup compares it with the receipt.
    /// </summary>
    public ReceiptEntry NotBegun() => Carried() ?? Entry(FileOutcome.Remaining);

    private ReceiptEntry? Carried() =>
        Earlier is { } entry && Listed.TryGetValue(entry.Key!, out var item) && entry.IsIn(item)
            ? entry with { Outcome = FileOutcome.Present, Reason = null }
            : null;
}
