namespace Longshore.Volumes;

public enum TrashResult
{
    NotDeleted = 0,

    Deleted,

    /// <summary>The file was not there, as after a second delivery.</summary>
    Gone,

    /// <summary>It is not the expected file; it was not touched.</summary>
    Changed,

    /// <summary>It changed between the comparison and the rename, and is back on the volume.</summary>
    PutBack,

    /// <summary>The filesystem refused. The file is in its place, or in the trash (<see cref="Reasons.LeftInTrash"/>).</summary>
    Failed,
}

/// <param name="Result">What happened.</param>
/// <param name="Reason">One of <see cref="Reasons"/>; null if the file is deleted or gone.</param>
public readonly record struct TrashOutcome(TrashResult Result, string? Reason)
{
    /// <summary>The file's path now, if its own name was taken when it was put back; else null.</summary>
    public string? RestoredAs { get; init; }

    /// <summary>Whether there was a read lease, which shows every writer.</summary>
    public bool Leased { get; init; }
}

/// <summary>The moments of a deletion at which a writer can make a difference.</summary>
internal enum TrashStep
{
    None = 0,
    BeforeLease,
    BeforeRename,
    BeforeVerify,
    BeforeUnlink,
    BeforePutBack,
}

/// <summary>The result for one trash folder.</summary>
/// <param name="Folder">Relative to the root.</param>
/// <param name="Live">Whether it has changed lately: its process may be at work, so nothing was touched.</param>
/// <param name="Restored">The files that are back on the volume.</param>
/// <param name="Failed">The files that are still in the trash, and why.</param>
public sealed record TrashSettlement(
    string Folder, bool Live, IReadOnlyList<RestoredFile> Restored, IReadOnlyList<VolumeFileException> Failed);

/// <param name="Original">The path it had.</param>
/// <param name="Path">The path it has now: another one if the original was taken.</param>
public readonly record struct RestoredFile(string Original, string Path)
{
    public bool Moved => Original != Path;
}
