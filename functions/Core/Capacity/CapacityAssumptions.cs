using Longshore.Core.Ship;

namespace Longshore.Core.Capacity;

/// <summary>
/// What a plan takes for granted; <c>docs/capacity.md</c> says why, and the tests hold the counts to a real run.
/// </summary>
internal static class CapacityAssumptions
{
    /// <summary>A file wastes half of its last block on average.</summary>
    public const double BlockWaste = 4096 / 2.0;

    /// <summary>A month of 730 hours, as AWS calculates.</summary>
    public static readonly TimeSpan Month = TimeSpan.FromHours(730);

    /// <summary>Time of one PUT of a small object, from request to answer.</summary>
    public static readonly TimeSpan PutLatency = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// What S3 takes beneath one prefix before it throttles. Source: Amazon S3 User Guide, "Optimizing Amazon S3 performance".
    /// </summary>
    public const int PutsPerSecondPerPrefix = 3500;

    /// <summary>
    /// Bytes that the records of a batch take for each file, with a path of some 40 bytes: some 110 in the receipt, which is
    /// compressed, and some 120 in the begun record, which is not.
    /// </summary>
    public const double RecordBytesPerFile = 230;

    /// <summary>As in <c>knative/base</c>.</summary>
    public const int SyncPods = 4;
    public const int CleanupPods = 2;
    public const int BatchFiles = 1000;
    public const long BatchBytes = 128L << 20;

    /// <summary>LIST of earlier receipts and of the batch's keys by sync; of the receipt and the keys by cleanup.</summary>
    public const int ListsPerBatch = 4;

    /// <summary>The receipt, what cleanup is about to delete, and what it has deleted.</summary>
    public const int RecordPutsPerBatch = 3;

    /// <summary>Cleanup reads the receipt.</summary>
    public const int GetsPerBatch = 1;

    /// <summary>
    /// Requests beyond one PUT a part: the LIST that looks for an unfinished upload, the upload's record, its start and its end.
    /// Abort and DELETE cost nothing.
    /// </summary>
    public const int PutsPerMultipart = 4;

    public static bool IsWhole(double size) => size <= PartPlan.WholeUpTo;
}
