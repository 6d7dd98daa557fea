namespace Longshore.Core.Clean;

/// <summary>When a file is read again before it is deleted.</summary>
public enum Reread
{
    /// <summary>Only if no lease can keep writers away: NFS, SMB, FUSE, another owner's files, tmpfs.</summary>
    WithoutLease = 0,
    Always,
}

/// <summary>What proves that S3 holds a file.</summary>
public enum Proof
{
    /// <summary>
    /// Key, ETag and size in S3's listing of now agree with the receipt. A multipart ETag says nothing about the bytes, so there
    /// the checksum must agree too.
    /// </summary>
    Listing = 0,

    /// <summary>S3's checksum of the object, or else its bytes, agrees with the file as read now. A HEAD per file.</summary>
    Checksum,
}

/// <summary>Which files are deleted and when: settings <c>Cleanup__*</c>.</summary>
public sealed class CleanupOptions
{
    public const string Section = "Cleanup";

    /// <summary>Keeps shipped files until they are this old by mtime, up to P3650D. Default PT0S: delete at once.</summary>
    [Lasting("PT0S", "P3650D")]
    public TimeSpan KeepFor { get; set; }

    /// <summary>Only reports what it would delete. Default false.</summary>
    public bool DryRun { get; set; }

    /// <summary>When a file is read again, in the trash, before it is deleted. Default WithoutLease.</summary>
    public Reread Reread { get; set; }

    /// <summary>What proves that S3 holds a file. <c>Checksum</c> implies <c>Reread=Always</c>. Default Listing.</summary>
    public Proof Proof { get; set; }

    /// <summary>Removes directories that a deletion left empty, once older than <c>Schedule:MinAge</c>. Default false.</summary>
    public bool RemoveEmptyDirectories { get; set; }
}
