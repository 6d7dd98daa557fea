namespace Longshore.Core.Clean;

/// <summary>
/// A cleanup that has begun, stored as <c>cleanups/{batch}/{n}.begun.json</c> before its first deletion. If the process dies,
/// this record names the files that it may have deleted. It also reserves the number <c>n</c>. The outcome <c>{n}.json</c> is
/// written by the same cleanup, or by a later one that closes the record.
/// </summary>
public sealed record BegunCleanup
{
    public const string CurrentSchema = "longshore.cleanup.begun/1";

    public required string Schema { get; init; }

    public required string Batch { get; init; }

    /// <summary>Name of the files' volume. A cleanup of another volume does not close this record.</summary>
    public required string Volume { get; init; }

    /// <summary>Key of the receipt.</summary>
    public required string Receipt { get; init; }

    /// <summary>The process, so that no two cleanups write the same bytes.</summary>
    public required string Process { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required bool DryRun { get; init; }

    /// <summary>Files that were no longer on the volume.</summary>
    public required int Gone { get; init; }

    /// <summary>Kept files by path, with the reason.</summary>
    public required SortedDictionary<string, string> Kept { get; init; }

    /// <summary>Files that are about to be deleted; none with dry run.</summary>
    public required BegunFile[] Files { get; init; }

    /// <param name="looked">The decision on each shipped file of the receipt; nothing is deleted yet.</param>
    public static BegunCleanup Of(CleanupReceipt receipt, string volume, string process, DateTimeOffset startedAt, bool dryRun,
        CleanedFile[] looked) => new()
        {
            Schema = CurrentSchema,
            Batch = receipt.Batch,
            Volume = volume,
            Receipt = receipt.Key,
            Process = process,
            StartedAt = startedAt,
            DryRun = dryRun,
            Gone = looked.Count(file => file.Verdict == DeleteVerdict.Gone),
            Kept = CleanupOutcome.KeptOf(looked),
            Files = dryRun ? [] : [.. looked.Where(file => file.Verdict == DeleteVerdict.Delete)
                .Select(file => BegunFile.Of(file.Entry))],
        };

    /// <summary>Why the record cannot be believed, or null.</summary>
    public static string? Problem(BegunCleanup? begun)
    {
        if (begun is null || begun.Schema != CurrentSchema)
            return $"it has the schema '{begun?.Schema}', and this version reads '{CurrentSchema}'";
        if (begun.Batch is null || begun.Receipt is null || begun.Volume is null || begun.Kept is null || begun.Files is null
            || Array.Exists(begun.Files,
                static file => file is null || file.Size < 0 || !VolumePath.TryParse(file.Path, out _, out _)))
            return "it lacks its batch, its receipt, its volume or its files";
        return CleanupOutcome.KeptProblem(begun.Kept)
            ?? (begun.Gone < 0 || (long)begun.Gone + begun.Kept.Count + begun.Files.Length > CleanupOutcome.MostFiles
            ? "it counts more files than a receipt can name" : null);
    }

    /// <summary>The files that this outcome reports as deleted.</summary>
    public IEnumerable<BegunFile> DeletedBy(CleanupOutcome outcome)
    {
        var gone = (outcome.GoneMeanwhile ?? []).ToHashSet(StringComparer.Ordinal);
        return Files.Where(file => !outcome.Kept.ContainsKey(file.Path) && !gone.Contains(file.Path));
    }
}

/// <summary>A file that is about to be deleted. Without ctime, which the move to the trash changes.</summary>
/// <param name="Inode">0 if the volume's inode numbers are not stable; 0 matches any number.</param>
public sealed record BegunFile(string Path, long Size, Timestamp Modified, ulong Inode)
{
    public static BegunFile Of(ReceiptEntry entry) => new(entry.Path, entry.Size ?? 0, entry.Modified!.Value, entry.Inode ?? 0);

    /// <summary>The path. The record must have no <see cref="BegunCleanup.Problem"/>.</summary>
    public VolumePath VolumePath() => Volumes.VolumePath.TryParse(Path, out var path, out _)
        ? path : throw new InvalidOperationException("The path of a begun record was not checked.");

    /// <summary>The same for a file and for the same file under another name.</summary>
    public BegunFile WithoutPath() => this with { Path = "" };

    /// <summary>
    /// Whether both may be one file: under the same path, or put back from the trash beside its own, where another cleanup has
    /// deleted it.
    /// </summary>
    public bool MayBe(BegunFile other) => WithoutPath() == other.WithoutPath()
        && (Path == other.Path || VolumePath().IsPutBack || other.VolumePath().IsPutBack);

    /// <summary>Whether the found file is this file.</summary>
    public bool IsSame(FileStat found) =>
        found.Kind == FileKind.Regular && found.Fingerprint.Size == Size && found.Fingerprint.Modified == Modified
        && (Inode == 0 || found.Fingerprint.Inode == 0 || found.Fingerprint.Inode == Inode);
}
