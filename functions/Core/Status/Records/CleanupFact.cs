using Longshore.Core.Clean;

namespace Longshore.Core.Status.Records;

/// <param name="VolumeName"><c>Volume:Name</c>; absent in records of the first versions.</param>
/// <param name="Receipt">Key of its receipt.</param>
/// <param name="Interrupted">It did not finish, and a later cleanup has written its record.</param>
/// <param name="Open">Kept files, except files that <c>Cleanup:KeepFor</c> keeps.</param>
internal sealed record CleanupFact(
    string Key, string? VolumeName, string Batch, string Receipt, DateTimeOffset StartedAt, DateTimeOffset FinishedAt,
    bool DryRun, bool Interrupted, int Deleted, long BytesFreed, int Gone, int Kept, IReadOnlyList<OpenFile> Open,
    int OpenUnnamed)
{
    private const int MostNamed = 20;

    /// <summary>When its work ended. This time orders the records.</summary>
    public DateTimeOffset WorkedAt => Interrupted ? StartedAt : FinishedAt;

    public static CleanupFact Of(string key, CleanupOutcome outcome)
    {
        var open = outcome.Kept.Where(kept => kept.Value != Reasons.KeepFor && !outcome.DryRun).ToArray();
        return new CleanupFact(
            key, outcome.VolumeName, outcome.Batch, outcome.Receipt, outcome.StartedAt, outcome.FinishedAt, outcome.DryRun,
            Interrupted: outcome.Interrupted == true,
            outcome.Deleted, outcome.BytesFreed, outcome.Gone,
            Kept: outcome.Kept.Count,
            Open: [.. open.Take(MostNamed)
                .Select(kept => new OpenFile(kept.Key, LeftFile.Kept, kept.Value ?? "", outcome.FinishedAt, key))],
            OpenUnnamed: Math.Max(0, open.Length - MostNamed));
    }
}
