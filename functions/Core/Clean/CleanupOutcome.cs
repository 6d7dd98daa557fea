namespace Longshore.Core.Clean;

/// <summary>The result of one cleanup, stored as <c>cleanups/{batch}/{n}.json</c> after its last deletion.</summary>
public sealed record CleanupOutcome
{
    public const string CurrentSchema = "longshore.cleanup/1";

    /// <summary>More than a receipt of 32 MiB can name, and too few for an overflow.</summary>
    public const int MostFiles = 1_000_000;

    /// <summary>One PiB: no batch is larger. A begun record may be forged.</summary>
    private const long MostBytes = 1L << 50;

    public required string Schema { get; init; }

    public required string Batch { get; init; }

    /// <summary><c>Volume:Name</c>; missing in old records.</summary>
    public string? VolumeName { get; init; }

    /// <summary>Key of the receipt.</summary>
    public required string Receipt { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset FinishedAt { get; init; }

    public required bool DryRun { get; init; }

    public required int Deleted { get; init; }

    public required long BytesFreed { get; init; }

    /// <summary>Files that were no longer on the volume.</summary>
    public required int Gone { get; init; }

    /// <summary>Kept files by path, with the reason.</summary>
    public required SortedDictionary<string, string> Kept { get; init; }

    /// <summary>Empty directories removed.</summary>
    public int DirectoriesRemoved { get; init; }

    /// <summary>Files of the begun record that were gone at their deletion; another cleanup counts them. Null if none.</summary>
    public string[]? GoneMeanwhile { get; init; }

    /// <summary>True if the cleanup did not finish and a later one wrote this outcome after a look at the volume.</summary>
    public bool? Interrupted { get; init; }

    /// <summary>The outcome of a finished cleanup.</summary>
    /// <param name="looked">The decision on each file before the deletion.</param>
    /// <param name="cleaned">The same files after the deletion.</param>
    public static CleanupOutcome Of(
        BegunCleanup begun, CleanedFile[] looked, CleanedFile[] cleaned, DateTimeOffset finishedAt, int directoriesRemoved)
    {
        var deleted = cleaned.Where(file => file.Verdict == DeleteVerdict.Delete).ToArray();
        var meanwhile = cleaned.Where((file, index) =>
            file.Verdict == DeleteVerdict.Gone && looked[index].Verdict == DeleteVerdict.Delete).ToArray();
        return new CleanupOutcome
        {
            Schema = CurrentSchema,
            Batch = begun.Batch,
            VolumeName = begun.Volume,
            Receipt = begun.Receipt,
            StartedAt = begun.StartedAt,
            FinishedAt = finishedAt,
            DryRun = begun.DryRun,
            Deleted = deleted.Length,
            BytesFreed = Freed(deleted.Select(file => file.Entry.Size ?? 0)),
            Gone = cleaned.Count(file => file.Verdict == DeleteVerdict.Gone),
            GoneMeanwhile = meanwhile.Length > 0 ? [.. meanwhile.Select(file => file.Entry.Path)] : null,
            Kept = KeptOf(cleaned),
            DirectoriesRemoved = directoriesRemoved,
        };
    }

    public static SortedDictionary<string, string> KeptOf(IEnumerable<CleanedFile> files) => new(
        files.Where(file => file.Verdict == DeleteVerdict.Keep).ToDictionary(file => file.Entry.Path, file => file.Reason),
        StringComparer.Ordinal);

    public static long Freed(IEnumerable<long> sizes) => Math.Min(MostBytes, Sizes.Sum(sizes));

    /// <summary>Why the outcome cannot be believed, or null.</summary>
    public static string? Problem(CleanupOutcome? outcome)
    {
        if (outcome is null || outcome.Schema != CurrentSchema)
            return $"it has the schema '{outcome?.Schema}', and this version reads '{CurrentSchema}'";
        if (outcome.Kept is null || outcome.Batch is null || outcome.Receipt is null)
            return "it has no batch, no receipt or no list of kept files";
        return KeptProblem(outcome.Kept)
            ?? (outcome.Deleted < 0 || outcome.Gone < 0 || outcome.DirectoriesRemoved < 0
            || outcome.BytesFreed is < 0 or > MostBytes
            || (long)outcome.Deleted + outcome.Gone + outcome.Kept.Count > MostFiles || outcome.DirectoriesRemoved > MostFiles
            ? "one of its counts is below zero or too large" : null);
    }

    /// <summary>Why a list of kept files cannot be believed, or null.</summary>
    public static string? KeptProblem(SortedDictionary<string, string> kept) =>
        kept.ContainsValue(null!) ? "it keeps a file without a reason" : null;
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CleanupOutcome))]
[JsonSerializable(typeof(BegunCleanup))]
internal sealed partial class CleanupJson : JsonSerializerContext;
