namespace Longshore.Core.Ship;

/// <summary>What to do if S3 holds other bytes under a file's key.</summary>
public enum ConflictPolicy
{
    /// <summary>Put the file under a key that contains its checksum.</summary>
    KeepBoth = 0,

    /// <summary>Put the file as a new version. Needs a bucket with versioning, which is checked at startup.</summary>
    Overwrite,

    /// <summary>Change nothing and report it in the receipt.</summary>
    Fail,
}

/// <summary>How files are uploaded: settings <c>Sync__*</c>.</summary>
public sealed class SyncOptions
{
    public const string Section = "Sync";

    internal const int MostBundleBytes = 64 << 20;

    /// <summary>The default of <see cref="BundleBytes"/>.</summary>
    public const int DefaultBundleBytes = 8 << 20;

    /// <summary>Uploads in flight, up to 256; 0 adapts to the store. Default 0.</summary>
    [Within(0, 256)]
    public int Concurrency { get; set; }

    /// <summary>Bytes of a part, up to 1 GiB and on AWS from 5 MiB; 0 chooses by the file's size. Default 0.</summary>
    [Within(0, 1L << 30)]
    public long PartBytes { get; set; }

    /// <summary>Most bytes per second sent by all uploads of this process; 0 means no limit. Default 0.</summary>
    [Within(0, 1L << 40)]
    public long BandwidthBytesPerSecond { get; set; }

    /// <summary>Default <see cref="ConflictPolicy.KeepBoth"/>.</summary>
    public ConflictPolicy OnConflict { get; set; } = ConflictPolicy.KeepBoth;

    /// <summary>
    /// Files of up to so many bytes are put together into bundles; 0, the default, puts each file as an object of its own. At
    /// most <see cref="BundleBytes"/>.
    /// </summary>
    [Within(0, MostBundleBytes)]
    public long BundleUpTo { get; set; }

    /// <summary>Most bytes of a bundle, from 64 KiB to 64 MiB. Default 8388608 (8 MiB).</summary>
    [Within(64 << 10, MostBundleBytes)]
    public int BundleBytes { get; set; } = DefaultBundleBytes;

    /// <summary>Largest file that is put whole, in bytes. Not a setting; tests lower it to save time.</summary>
    internal long WholeUpTo { get; set; } = PartPlan.WholeUpTo;
}
