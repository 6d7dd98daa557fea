using Longshore.Core.Clean;

namespace Longshore.Core.Status.Records;

/// <summary>One cleanup of a batch.</summary>
public sealed record CleanupFact
{
    private const int MostNamed = 20;

    public required string Key { get; init; }

    /// <summary><c>Volume:Name</c>; absent in records of old.</summary>
    public string? VolumeName { get; init; }

    public required string Batch { get; init; }

    /// <summary>Key of the receipt that it followed.</summary>
    public required string Receipt { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset FinishedAt { get; init; }

    public required bool DryRun { get; init; }

    /// <summary>A later cleanup has written it in place of one that did not finish.</summary>
    public bool Interrupted { get; init; }

    /// <summary>When its work ended, so that records stand in the order of what they tell of.</summary>
    public DateTimeOffset WorkedAt => Interrupted ? StartedAt : FinishedAt;

    public required int Deleted { get; init; }

    public required long BytesFreed { get; init; }

    public required int Gone { get; init; }

    public required int Kept { get; init; }

    /// <summary>Kept files but those that are kept for a time on purpose.</summary>
    public IReadOnlyList<OpenFile> Open { get; init; } = [];

    public int OpenUnnamed { get; init; }

    public static CleanupFact Of(string key, CleanupOutcome outcome)
    {
        var open = outcome.Kept.Where(kept => kept.Value != DeleteDecision.TooYoung && !outcome.DryRun).ToArray();
        return new CleanupFact
        {
            Key = key,
            VolumeName = outcome.VolumeName,
            Batch = outcome.Batch,
            Receipt = outcome.Receipt,
            StartedAt = outcome.StartedAt,
            FinishedAt = outcome.FinishedAt,
            DryRun = outcome.DryRun,
            Interrupted = outcome.Interrupted == true,
            Deleted = outcome.Deleted,
            BytesFreed = outcome.BytesFreed,
            Gone = outcome.Gone,
            Kept = outcome.Kept.Count,
            Open = [.. open.Take(MostNamed)
                .Select(kept => new OpenFile(kept.Key, LeftFile.Kept, kept.Value ?? "", outcome.FinishedAt, key))],
            OpenUnnamed = Math.Max(0, open.Length - MostNamed),
        };
    }
}
