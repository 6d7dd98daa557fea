namespace Longshore.Volumes;

/// <summary>What became of a file that was to be deleted.</summary>
public enum TrashResult
{
    NotDeleted = 0,

    Deleted,

    /// <summary>It was not there any more, as after a second delivery.</summary>
    Gone,

    /// <summary>It is not the expected file; nothing was touched.</summary>
    Changed,

    /// <summary>It changed between the comparison and the rename, and stands on the volume again.</summary>
    PutBack,

    /// <summary>
    /// The filesystem refused. The file is where it was, or, with <see cref="Reasons.LeftInTrash"/>, in the trash.
    /// </summary>
    Failed,
}

/// <param name="Result">What happened.</param>
/// <param name="Reason">One of <see cref="Reasons"/>; null if the file is deleted or gone.</param>
public readonly record struct TrashOutcome(TrashResult Result, string? Reason)
{
    /// <summary>Where the file stands now, if its own name was taken when it was put back; else null.</summary>
    public string? RestoredAs { get; init; }

    /// <summary>Whether a read lease could be had, so that no writer could come unseen.</summary>
    public bool Leased { get; init; }
}

/// <summary>The moments of a deletion at which a hostile or unlucky writer makes a difference.</summary>
internal enum TrashStep
{
    None = 0,
    BeforeLease,
    BeforeRename,
    BeforeVerify,
    BeforeUnlink,
    BeforePutBack,
}
