namespace Longshore.Core.Ship;

/// <summary>What to do when S3 holds other bytes under the key of a file.</summary>
public enum ConflictPolicy
{
    /// <summary>Put the new bytes under a key with their checksum in its name.</summary>
    KeepBoth = 0,

    /// <summary>Put them as a new version; needs a bucket with versioning, checked at startup.</summary>
    Overwrite,

    /// <summary>Leave S3 and the file as they are and say so in the receipt.</summary>
    Fail,
}

/// <summary>How files are uploaded: settings <c>Sync__*</c>.</summary>
public sealed class SyncOptions
{
    public const string Section = "Sync";

    /// <summary>Uploads in flight; 0 adapts to the store. Default 0.</summary>
    [Within(0, 256)]
    public int Concurrency { get; set; }

    /// <summary>
    /// Size of a part of a multipart upload in bytes, up to 1 GiB and on AWS from 5 MiB (<see cref="PartBytesCheck"/>); 0 chooses
    /// by the file's size. Default 0.
    /// </summary>
    [Within(0, 1L << 30)]
    public long PartBytes { get; set; }

    /// <summary>Cap on what is sent, over all uploads of this process; 0 is none. Default 0.</summary>
    [Within(0, 1L << 40)]
    public long BandwidthBytesPerSecond { get; set; }

    /// <summary>Default <see cref="ConflictPolicy.KeepBoth"/>.</summary>
    public ConflictPolicy OnConflict { get; set; } = ConflictPolicy.KeepBoth;

    /// <summary>Files up to so many bytes are put whole. Not a setting: tests lower it, so that parts cost them little.</summary>
    internal long WholeUpTo { get; set; } = PartPlan.WholeUpTo;
}
