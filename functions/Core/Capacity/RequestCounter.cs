using Longshore.Core.Ship;
using static Longshore.Core.Capacity.CapacityAssumptions;

namespace Longshore.Core.Capacity;

/// <summary>Counts the requests of one run to S3 if nothing has to be tried again.</summary>
internal static class RequestCounter
{
    public static RequestCounts OfRun(FileRate rate, double files, long batches) =>
        OfFiles(rate.Sizes, files / rate.Files) + OfBatches(files, batches);

    /// <summary>The same with bundles. A file that is in none is counted as ever.</summary>
    public static RequestCounts OfRun(BundledFiles files)
    {
        // Sync looks for earlier bundles as well. Cleanup lists bundles, and keys only if files are in none.
        var lists = files.Batches * (1 + Math.Ceiling(files.Own / files.Batches / KeysPerList));
        var large = files.All / files.Batches > EventFiles ? files.Batches : 0;
        // Cleanup asks for the checksum of each bundle.
        return OfFiles(files.OwnSizes, files.Share) + OfBatches(files.All, files.Batches)
            + new RequestCounts(files.Bundles, large, lists, large + files.Bundles);
    }

    /// <summary>The count of files or the bytes end a batch. A file larger than a batch has its own batch.</summary>
    public static long Batches(FileRate rate, double files, int batchFiles = BatchFiles)
    {
        var share = files / rate.Files;
        var byCount = files / batchFiles;
        // The order of small and large files is not known. Each number is a lower bound; the larger one is close.
        var byBytes = rate.Sizes.Sum(
            group => Math.Max(group.Files * share / Math.Max(1, Math.Floor(BatchBytes / Math.Max(1, group.Mean))), 0));
        var most = rate.Sizes.All(group => group.Mean * batchFiles <= BatchBytes) ? byCount : Math.Max(byCount, byBytes);
        return (long)Math.Ceiling(Math.Round(most, 6));
    }

    /// <summary>LISTs of one run's processes that look for leftovers: sync for uploads, cleanup for begun records.</summary>
    /// <param name="retain">How long the records of cleanups stay: as long as the objects.</param>
    public static double LooksOfRun(RunPlan run, TimeSpan interval, TimeSpan retain) =>
        run.SyncPods + (run.CleanupPods
            * Math.Max(1, Math.Ceiling(run.Batches * CleanupRecordsPerBatch * (retain / interval) / KeysPerList)));

    private static RequestCounts OfFiles(IEnumerable<SizeGroup> sizes, double share)
    {
        var large = sizes.Where(group => group.Mean > PartPlan.WholeUpTo).ToArray();
        var whole = sizes.Where(group => group.Mean <= PartPlan.WholeUpTo).Sum(group => group.Files) * share;
        var multipart = large.Sum(group => group.Files) * share;
        var parts = large.Sum(group => group.Files * share * PartPlan.For((long)Math.Ceiling(group.Mean), 0).Parts);
        return new RequestCounts(
            whole + parts + (multipart * (PutsPerMultipart - 2)), multipart, multipart, multipart * GetsPerMultipart);
    }

    // A scan has one record.
    private static RequestCounts OfBatches(double files, long batches) => new(
        0, (batches * RecordPutsPerBatch) + (files > 0 ? 1 : 0), batches * ListsPerBatch, batches * GetsPerBatch);
}
