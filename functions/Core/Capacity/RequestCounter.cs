using Longshore.Core.Ship;
using static Longshore.Core.Capacity.CapacityAssumptions;

namespace Longshore.Core.Capacity;

/// <summary>Counts the requests of one run to S3 if nothing has to be tried again.</summary>
internal static class RequestCounter
{
    public static RequestCounts OfRun(FileRate rate, double files, long batches)
    {
        var share = files / rate.Files;
        var large = rate.Sizes.Where(group => group.Mean > PartPlan.WholeUpTo).ToArray();
        var whole = rate.Sizes.Where(group => group.Mean <= PartPlan.WholeUpTo).Sum(group => group.Files) * share;
        var multipart = large.Sum(group => group.Files) * share;
        var parts = large.Sum(group => group.Files * share * PartPlan.For((long)Math.Ceiling(group.Mean), 0).Parts);
        // A scan has one record.
        return new RequestCounts(
            whole + parts + (multipart * (PutsPerMultipart - 2)),
            (batches * RecordPutsPerBatch) + multipart + (files > 0 ? 1 : 0),
            (batches * ListsPerBatch) + multipart,
            (batches * GetsPerBatch) + (multipart * GetsPerMultipart));
    }

    /// <summary>The count of files or the bytes end a batch. A file larger than a batch has its own batch.</summary>
    public static long Batches(FileRate rate, double files)
    {
        var share = files / rate.Files;
        var byCount = files / BatchFiles;
        // The order of small and large files is not known. Each number is a lower bound; the larger one is close.
        var byBytes = rate.Sizes.Sum(
            group => Math.Max(group.Files * share / Math.Max(1, Math.Floor(BatchBytes / Math.Max(1, group.Mean))), 0));
        var most = rate.Sizes.All(group => group.Mean * BatchFiles <= BatchBytes) ? byCount : Math.Max(byCount, byBytes);
        return (long)Math.Ceiling(Math.Round(most, 6));
    }
}
