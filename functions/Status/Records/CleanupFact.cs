using Longshore.Cleanup;

namespace Longshore.Status.Records;

/// <summary>One cleanup of a batch.</summary>
internal sealed record CleanupFact
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

    public required int Deleted { get; init; }

    public required long BytesFreed { get; init; }

    public required int Gone { get; init; }

    public required int Kept { get; init; }

    /// <summary>Kept files but those that are kept for a time on purpose.</summary>
    public IReadOnlyList<OpenFile> Open { get; init; } = [];

    public int OpenUnnamed { get; init; }

    /// <summary>What is wrong with an outcome, or null.</summary>
    public static string? Problem(CleanupOutcome? outcome)
    {
        if (outcome is null || outcome.Schema != CleanupOutcome.CurrentSchema)
            return $"it has the schema '{outcome?.Schema}', and this version reads '{CleanupOutcome.CurrentSchema}'";
        if (outcome.Kept is null || outcome.Batch is null || outcome.Receipt is null)
            return "it has no batch, no receipt or no list of kept files";
        return outcome.Deleted < 0 || outcome.Gone < 0 || outcome.BytesFreed is < 0 or > 1L << 50 ? "one of its counts is below zero or beyond sense" : null;
    }

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
            Deleted = outcome.Deleted,
            BytesFreed = outcome.BytesFreed,
            Gone = outcome.Gone,
            Kept = outcome.Kept.Count,
            Open = [.. open.Take(MostNamed).Select(kept => new OpenFile(kept.Key, OpenFile.Kept, kept.Value ?? "", outcome.FinishedAt, key))],
            OpenUnnamed = Math.Max(0, open.Length - MostNamed),
        };
    }
}
