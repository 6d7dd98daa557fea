namespace Longshore.Core.Clean;

/// <summary>
/// The lasting account of one cleanup, kept as <c>cleanups/{batch}/{n}.json</c>, after the last deletion of
/// <see cref="BegunCleanup"/> <c>n</c>.
/// </summary>
public sealed record CleanupOutcome
{
    public const string CurrentSchema = "longshore.cleanup/1";

    /// <summary>Far above what a receipt of 32 MiB can name, and far below what counts may overflow at.</summary>
    public const int MostFiles = 1_000_000;

    /// <summary>A PiB in one batch is beyond sense; a begun record may have been written by anybody.</summary>
    private const long MostBytes = 1L << 50;

    public required string Schema { get; init; }

    public required string Batch { get; init; }

    /// <summary><c>Volume:Name</c>; absent in records of old.</summary>
    public string? VolumeName { get; init; }

    /// <summary>Key of the receipt that was followed.</summary>
    public required string Receipt { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset FinishedAt { get; init; }

    public required bool DryRun { get; init; }

    public required int Deleted { get; init; }

    public required long BytesFreed { get; init; }

    /// <summary>Not on the volume any more.</summary>
    public required int Gone { get; init; }

    /// <summary>Kept files by path, with the reason.</summary>
    public required SortedDictionary<string, string> Kept { get; init; }

    /// <summary>Empty directories removed.</summary>
    public int DirectoriesRemoved { get; init; }

    /// <summary>
    /// Files that the begun record names and that were gone when they were to be deleted, so that another cleanup counts them;
    /// absent if none.
    /// </summary>
    public string[]? GoneMeanwhile { get; init; }

    /// <summary>The cleanup did not finish: a later one looked at the volume and wrote this in its place.</summary>
    public bool? Interrupted { get; init; }

    /// <summary>What a cleanup that has ended came to.</summary>
    /// <param name="looked">What its look at each file came to.</param>
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

    /// <summary>Why it cannot be believed, or null.</summary>
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
            ? "one of its counts is below zero or beyond sense" : null);
    }

    /// <summary>Why a list of kept files cannot be believed, or null.</summary>
    public static string? KeptProblem(SortedDictionary<string, string> kept) =>
        kept.ContainsValue(null!) ? "it keeps a file without a reason" : null;
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CleanupOutcome))]
[JsonSerializable(typeof(BegunCleanup))]
internal sealed partial class CleanupJson : JsonSerializerContext;
