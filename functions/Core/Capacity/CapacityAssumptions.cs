using Longshore.Core.Bundles;
using Longshore.Core.Ship;

namespace Longshore.Core.Capacity;

/// <summary>The assumptions of a plan. <c>docs/capacity.md</c> has the reasons; tests compare the counts with a run.</summary>
internal static class CapacityAssumptions
{
    /// <summary>On average, a file wastes half of its last block.</summary>
    public const double BlockWaste = 4096 / 2.0;

    /// <summary>A month has 730 hours, as in AWS's own calculations.</summary>
    public static readonly TimeSpan Month = TimeSpan.FromHours(730);

    /// <summary>Time of one PUT of a small object, from the request to the answer.</summary>
    public static readonly TimeSpan PutLatency = TimeSpan.FromMilliseconds(50);

    /// <summary>PUTs before S3 throttles a prefix. Source: Amazon S3 User Guide, "Optimizing Amazon S3 performance".</summary>
    public const int PutsPerSecondPerPrefix = 3500;

    /// <summary>
    /// Bytes of a batch's records for each file with a path of some 40 bytes: some 110 in the receipt, which is compressed, and
    /// some 120 in the begun record, which is not.
    /// </summary>
    public const double RecordBytesPerFile = 230;

    /// <summary>As in <c>knative/base</c>.</summary>
    public const int SyncPods = 4;
    public const int CleanupPods = 2;
    public const int BatchFiles = 1000;
    public const long BatchBytes = 128L << 20;

    /// <summary>
    /// Sync lists earlier receipts and the batch's keys. Cleanup lists the batch's keys. The fourth is for looks for leftovers,
    /// which each process makes at its first batch and then hourly.
    /// </summary>
    public const int ListsPerBatch = 4;

    /// <summary>The receipt, the record before the deletion, and the record after it.</summary>
    public const int RecordPutsPerBatch = 3;

    /// <summary>Cleanup reads the receipt.</summary>
    public const int GetsPerBatch = 1;

    /// <summary>
    /// Requests of a large file in addition to a PUT for each part: the LIST for an unfinished upload, the upload's record, its
    /// start and its end. Abort and DELETE cost nothing.
    /// </summary>
    public const int PutsPerMultipart = 4;

    /// <summary>Sync reads the record of a large file's upload before it deletes it. Cleanup asks for the checksum.</summary>
    public const int GetsPerMultipart = 2;

    /// <summary>As in <c>knative/components/bundles</c>, and the default of <c>Sync__BundleBytes</c>.</summary>
    public const int BundledBatchFiles = ScheduleOptions.BundledBatchFiles;
    public const int BundleBytes = SyncOptions.DefaultBundleBytes;

    /// <summary>
    /// A batch of more files is a list: a PUT of schedule and a GET of sync. An event has room for 60 KiB of files, and each
    /// takes about 108 bytes. Counted with bundles only.
    /// </summary>
    public const int EventFiles = 560;

    /// <summary>Bytes of an average path, as in <see cref="RecordBytesPerFile"/>.</summary>
    public const int PathBytes = 40;

    /// <summary>Header, and header and record of the fraction of a second of the file's time.</summary>
    public const int TarHeaders = 3 * TarHeader.Block;

    /// <summary>A line of the manifest: 64 hexadecimal digits, two blanks, the path and a line break.</summary>
    public const int ManifestLine = 67 + PathBytes;

    /// <summary>The manifest's header, half a block to fill its last one, and the two blocks that end a tar.</summary>
    public const int TarEnd = (3 * TarHeader.Block) + (TarHeader.Block / 2);

    /// <summary>Records and objects in a page of a listing. A LIST is paid for each page.</summary>
    public const int KeysPerList = 1000;

    /// <summary>Records of a cleanup that stay: before the deletion, and after it.</summary>
    public const int CleanupRecordsPerBatch = 2;
}
