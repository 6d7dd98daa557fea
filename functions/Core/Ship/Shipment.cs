namespace Longshore.Core.Ship;

/// <summary>What to do if the key of a shipment is taken. Zero touches nothing.</summary>
internal enum OnTaken
{
    /// <summary>Only find out whether the object has the same bytes.</summary>
    OnlyCompare = 0,

    /// <summary>Compare, and if the bytes differ do as <c>Sync:OnConflict</c> says.</summary>
    Decide,
}

/// <summary>An open file on its way to a key.</summary>
/// <param name="Slot">The worker's slot among the uploads in flight.</param>
/// <param name="OnTaken">What to do if the key is taken.</param>
/// <param name="IfMatch">The ETag of the object to be replaced; null demands a free key.</param>
internal sealed record Shipment(
    VolumeFile File, FileWork Work, string Key, UploadSlot Slot, OnTaken OnTaken, string? IfMatch = null)
{
    public FileStat Stat => File.Stat;

    /// <summary>
    /// Whether anything has written to the file since it was opened. A rename or a new link counts: it is looked at again later.
    /// </summary>
    public bool HasChanged() => File.Restat().Fingerprint != Stat.Fingerprint;

    /// <summary>The same file under its <see cref="ConflictName"/>.</summary>
    public Shipment Beside(string sha256) => this with { Key = ConflictName.Of(Key, sha256), OnTaken = OnTaken.OnlyCompare };

    /// <summary>The same file as a new version of the object with this ETag.</summary>
    public Shipment Over(string etag) => this with { IfMatch = etag, OnTaken = OnTaken.OnlyCompare };

    public ReceiptEntry Settled(FileOutcome outcome, string checksum, string etag, string? versionId, long? partBytes) => new()
    {
        Path = Work.Path.Value,
        Outcome = outcome,
        Key = Key,
        Size = Stat.Fingerprint.Size,
        Modified = Stat.Fingerprint.Modified,
        Changed = Stat.Fingerprint.Changed,
        Inode = Stat.Fingerprint.Inode,
        Mode = Stat.Permissions,
        Uid = Stat.Uid,
        Gid = Stat.Gid,
        Checksum = checksum,
        PartBytes = partBytes,
        ETag = etag,
        VersionId = versionId,
    };

    /// <summary>The object that was seen under the key holds the file's bytes.</summary>
    public ReceiptEntry Settled(FileOutcome outcome, Comparison same) =>
        Settled(outcome, same.Checksum!, same.Head!.ETag, same.Head.VersionId, same.Head.PartBytes);
}
