namespace Longshore.Core.Clean;

/// <summary>
/// What a cleanup is about to do, put as <c>cleanups/{batch}/{n}.begun.json</c> before its first deletion. If the process dies,
/// this record says which files it may have deleted. The record also reserves the number <c>n</c>. The outcome
/// <c>{n}.json</c> is put by the same cleanup, or by a later one that closes the record.
/// </summary>
public sealed record BegunCleanup
{
    public const string CurrentSchema = "longshore.cleanup.begun/1";

    public required string Schema { get; init; }

    public required string Batch { get; init; }

    /// <summary>The volume whose files are meant: no other volume's cleanup closes this.</summary>
    public required string Volume { get; init; }

    /// <summary>Key of the receipt that is followed.</summary>
    public required string Receipt { get; init; }

    /// <summary>The process, so that no two cleanups claim a number with the same bytes.</summary>
    public required string Process { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required bool DryRun { get; init; }

    /// <summary>Files that were not on the volume any more when they were looked at.</summary>
    public required int Gone { get; init; }

    /// <summary>Files that stay, by path, with the reason.</summary>
    public required SortedDictionary<string, string> Kept { get; init; }

    /// <summary>Files that are about to be deleted; none in a dry run.</summary>
    public required BegunFile[] Files { get; init; }

    /// <param name="looked">What a look at each shipped file of the receipt came to; nothing is deleted yet.</param>
    public static BegunCleanup Of(
        CleanupReceipt receipt, string volume, string process, DateTimeOffset startedAt, bool dryRun, CleanedFile[] looked)
    {
        return new BegunCleanup
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
    }

    /// <summary>Why it cannot be believed, or null.</summary>
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

    /// <summary>The files that were deleted by what the outcome says.</summary>
    public IEnumerable<BegunFile> DeletedBy(CleanupOutcome outcome)
    {
        var gone = (outcome.GoneMeanwhile ?? []).ToHashSet(StringComparer.Ordinal);
        return Files.Where(file => !outcome.Kept.ContainsKey(file.Path) && !gone.Contains(file.Path));
    }
}

/// <summary>
/// A file that is about to be deleted, as it was when it was proven to be in S3. A rename moves ctime, so that it is not here.
/// </summary>
/// <param name="Inode">0 where inodes are not stable; equals any.</param>
public sealed record BegunFile(string Path, long Size, Timestamp Modified, ulong Inode)
{
    public static BegunFile Of(ReceiptEntry entry) => new(entry.Path, entry.Size ?? 0, entry.Modified!.Value, entry.Inode ?? 0);

    /// <summary>The path of a record that has no <see cref="BegunCleanup.Problem"/>.</summary>
    public VolumePath VolumePath() => Volumes.VolumePath.TryParse(Path, out var path, out _)
        ? path : throw new InvalidOperationException("The path of a begun record was not checked.");

    /// <summary>Whether this file is what stands there.</summary>
    public bool IsSame(FileStat found) =>
        found.Kind == FileKind.Regular && found.Fingerprint.Size == Size && found.Fingerprint.Modified == Modified
        && (Inode == 0 || found.Fingerprint.Inode == 0 || found.Fingerprint.Inode == Inode);
}
