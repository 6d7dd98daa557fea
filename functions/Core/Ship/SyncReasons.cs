namespace Longshore.Core.Ship;

/// <summary>Why a file of a batch failed, as receipts say it.</summary>
public static class SyncReasons
{
    /// <summary>It was written to between two looks at it; nothing was completed from it.</summary>
    public const string ChangedWhileRead = "changed-while-read";

    /// <summary>
    /// Its time is over. Parts that are in S3 stay there, and the upload goes on where it stopped: at once, or after eight
    /// hand-overs at the next scan.
    /// </summary>
    public const string Parked = "parked";

    /// <summary>The store took it, and what it holds now is not the file.</summary>
    public const string NotProven = "not-proven";

    /// <summary>It would need parts larger than the memory that bodies in flight may take.</summary>
    public const string TooLarge = "too-large";

    /// <summary>A fault of ours; the log has the error.</summary>
    public const string Unexpected = "unexpected";

    /// <summary>Its key would lie beneath <c>S3:StatePrefix</c>.</summary>
    public const string Reserved = "reserved";

    /// <summary>Its key is over S3's 1,024 bytes.</summary>
    public const string KeyTooLong = "key-too-long";

    /// <summary>
    /// The store refuses keys of its kind or takes them for others: an empty part between slashes, a part of dots, a percent
    /// sign.
    /// </summary>
    public const string KeyNotKept = "key-not-kept";

    /// <summary>S3 holds other bytes under its key and <c>Sync:OnConflict</c> is Fail.</summary>
    public const string Conflict = "conflict";

    /// <summary>Its key was taken and then gone again, or cannot be read: what S3 holds is not known.</summary>
    public const string ObjectUnknown = "object-unknown";
}
