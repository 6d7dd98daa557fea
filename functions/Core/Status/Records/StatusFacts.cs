namespace Longshore.Core.Status.Records;

/// <summary>What the bucket's records say, each list oldest first.</summary>
public sealed record StatusFacts
{
    public IReadOnlyList<ScanFact> Scans { get; init; } = [];

    public IReadOnlyList<ReceiptFact> Receipts { get; init; } = [];

    public IReadOnlyList<CleanupFact> Cleanups { get; init; } = [];

    /// <summary>The newest of the cleanups that have begun and have no outcome.</summary>
    public IReadOnlyList<BegunFact> Begun { get; init; } = [];

    /// <summary>All of them, of any age.</summary>
    public long BegunCount { get; init; }

    /// <summary>The newest of those that wait, then of those sent back.</summary>
    public IReadOnlyList<LetterLine> Letters { get; init; } = [];

    /// <summary>Events among the dead letters, of any age.</summary>
    public long DeadEvents { get; init; }

    /// <summary>Those of them that were not sent back since they died.</summary>
    public long WaitingEvents { get; init; }

    /// <summary>Named up to a bound; <see cref="DamagedCount"/> counts all.</summary>
    public IReadOnlyList<DamagedObject> Damaged { get; init; } = [];

    public long DamagedCount { get; init; }

    public IReadOnlyList<FolderCount> Folders { get; init; } = [];

    /// <summary>Receipts that lie before the window, which says that the window is full of time.</summary>
    public bool HasOlderReceipts { get; init; }

    /// <summary>From when on every receipt was read; null if all of the window was.</summary>
    public DateTimeOffset? ReceiptsFrom { get; init; }
}

/// <summary>How much of a folder was looked at.</summary>
/// <param name="Listed">Objects in it, or in the part of it that was listed.</param>
/// <param name="InWindow">Longshore's own from the window.</param>
/// <param name="Read">How many of those were read: the newest.</param>
public sealed record FolderCount(string Folder, long Listed, long InWindow, int Read);
