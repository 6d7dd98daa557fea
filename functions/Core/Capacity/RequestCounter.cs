using Longshore.Core.Ship;
using static Longshore.Core.Capacity.CapacityAssumptions;

namespace Longshore.Core.Capacity;

/// <summary>Counts what one run asks of S3 when nothing has to be tried again.</summary>
internal static class RequestCounter
{
    /// <param name="rate">The writer's.</param>
    /// <param name="files">Files of the run.</param>
    /// <param name="batches">Batches of the run.</param>
    public static RequestCounts OfRun(FileRate rate, double files, long batches)
    {
        var share = files / rate.Files;
        var large = rate.Sizes.Where(group => !IsWhole(group.Mean)).ToArray();
        var whole = rate.Sizes.Where(group => IsWhole(group.Mean)).Sum(group => group.Files) * share;
        var multipart = large.Sum(group => group.Files) * share;
        var parts = large.Sum(group => group.Files * share * PartPlan.For((long)Math.Ceiling(group.Mean), 0).Parts);
        // The scan is kept as one record; cleanup looks at each multipart object by itself.
        return new RequestCounts(
            whole + parts + (multipart * (PutsPerMultipart - 2)),
            (batches * RecordPutsPerBatch) + multipart + (files > 0 ? 1 : 0),
            (batches * ListsPerBatch) + multipart,
            (batches * GetsPerBatch) + multipart);
    }

    /// <summary>A batch ends at its count of files or at its bytes, and a file larger than a batch has one to itself.</summary>
    public static long Batches(FileRate rate, double files)
    {
        var share = files / rate.Files;
        var byCount = files / BatchFiles;
        // Groups follow each other on the volume in no known order: each bound by itself is a lower bound, and the larger one is
        // near.
        var byBytes = rate.Sizes.Sum(
            group => Math.Max(group.Files * share / Math.Max(1, Math.Floor(BatchBytes / Math.Max(1, group.Mean))), 0));
        var most = rate.Sizes.All(group => group.Mean * BatchFiles <= BatchBytes) ? byCount : Math.Max(byCount, byBytes);
        return (long)Math.Ceiling(Math.Round(most, 6));
    }
}
