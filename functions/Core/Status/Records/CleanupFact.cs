using Longshore.Core.Clean;

namespace Longshore.Core.Status.Records;

/// <summary>One cleanup of a batch.</summary>
/// <param name="VolumeName"><c>Volume:Name</c>; absent in records of the first versions.</param>
/// <param name="Receipt">Key of the receipt that it followed.</param>
/// <param name="Interrupted">It did not finish, and a later cleanup has written its record.</param>
/// <param name="Open">Kept files, except those that are kept for a time on purpose.</param>
internal sealed record CleanupFact(
    string Key, string? VolumeName, string Batch, string Receipt, DateTimeOffset StartedAt, DateTimeOffset FinishedAt,
    bool DryRun, bool Interrupted, int Deleted, long BytesFreed, int Gone, int Kept, IReadOnlyList<OpenFile> Open,
    int OpenUnnamed)
{
    private const int MostNamed = 20;

    /// <summary>When its work ended, so that records stand in the order of what they tell of.</summary>
    public DateTimeOffset WorkedAt => Interrupted ? StartedAt : FinishedAt;

    public static CleanupFact Of(string key, CleanupOutcome outcome)
    {
        var open = outcome.Kept.Where(kept => kept.Value != Reasons.KeepFor && !outcome.DryRun).ToArray();
        return new CleanupFact(
            Key: key,
            VolumeName: outcome.VolumeName,
            Batch: outcome.Batch,
            Receipt: outcome.Receipt,
            StartedAt: outcome.StartedAt,
            FinishedAt: outcome.FinishedAt,
            DryRun: outcome.DryRun,
            Interrupted: outcome.Interrupted == true,
            Deleted: outcome.Deleted,
            BytesFreed: outcome.BytesFreed,
            Gone: outcome.Gone,
            Kept: outcome.Kept.Count,
            Open: [.. open.Take(MostNamed)
                .Select(kept => new OpenFile(kept.Key, LeftFile.Kept, kept.Value ?? "", outcome.FinishedAt, key))],
            OpenUnnamed: Math.Max(0, open.Length - MostNamed));
    }
}
