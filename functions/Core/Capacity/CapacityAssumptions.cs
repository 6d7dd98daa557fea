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

    /// <summary>Sync lists earlier receipts and the batch's keys. Cleanup lists the receipt and the keys.</summary>
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
}
