namespace Longshore.Core.Clean;

/// <summary>When a file is read once more before it is deleted.</summary>
public enum Reread
{
    /// <summary>Where no lease keeps writers away: NFS, SMB, FUSE, another owner's files, tmpfs.</summary>
    WithoutLease = 0,
    Always,
}

/// <summary>What proves that S3 holds a file.</summary>
public enum Proof
{
    /// <summary>
    /// Key, ETag and size as S3 lists them now agree with the receipt; for a multipart ETag, which says nothing of the bytes, the
    /// checksum too.
    /// </summary>
    Listing = 0,

    /// <summary>
    /// S3's own checksum of the object, or its bytes where it has none, agrees with what the file is read to be now. A HEAD for
    /// each file.
    /// </summary>
    Checksum,
}

/// <summary>What is deleted and when: settings <c>Cleanup__*</c>.</summary>
public sealed class CleanupOptions
{
    public const string Section = "Cleanup";

    /// <summary>Keep shipped files on the volume until they are this old, by mtime. Default PT0S: delete at once.</summary>
    [Lasting("PT0S", "P3650D")]
    public TimeSpan KeepFor { get; set; }

    /// <summary>Only report what would be deleted. Default false.</summary>
    public bool DryRun { get; set; }

    /// <summary>When a file is read once more, in the trash, before it is unlinked. Default WithoutLease.</summary>
    public Reread Reread { get; set; }

    /// <summary>What proves that S3 holds a file. Checksum implies <c>Reread=Always</c>. Default Listing.</summary>
    public Proof Proof { get; set; }

    /// <summary>
    /// Remove directories that a deletion left empty, once they are older than <c>Schedule:MinAge</c>. Default false.
    /// </summary>
    public bool RemoveEmptyDirectories { get; set; }
}
