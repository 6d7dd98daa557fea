using Longshore.Core.Clean;

namespace Longshore.Core.Status.Records;

/// <summary>The contents of the bucket's records. Each list begins with the oldest.</summary>
internal sealed record StatusFacts
{
    public IReadOnlyList<ScanFact> Scans { get; init; } = [];
    public IReadOnlyList<ReceiptFact> Receipts { get; init; } = [];
    public IReadOnlyList<CleanupFact> Cleanups { get; init; } = [];

    /// <summary>The newest cleanups that have begun and have no outcome.</summary>
    public IReadOnlyList<BegunFact> Begun { get; init; } = [];

    /// <summary>All cleanups without an outcome, of any age.</summary>
    public long BegunCount { get; init; }

    /// <summary>Events of any age.</summary>
    public DeadLetterReport DeadLetters { get; init; } = new(0, 0, []);

    public DamagedReport Damaged { get; init; } = new(0, []);
    public IReadOnlyList<FolderCount> Folders { get; init; } = [];

    /// <summary>Some receipts are older than the window, so the records of the whole window exist.</summary>
    public bool HasOlderReceipts { get; init; }

    /// <summary>The time from which every receipt was read; null if all receipts of the window were read.</summary>
    public DateTimeOffset? ReceiptsFrom { get; init; }
}

/// <summary>A cleanup that has begun and has no outcome: it is at work, it died, or its outcome could not be written.</summary>
/// <param name="Files">Files that it may have deleted.</param>
/// <param name="Volume"><c>Volume__Name</c>.</param>
public sealed record BegunFact(string Key, string Batch, DateTimeOffset StartedAt, int Files, string Volume)
{
    internal static BegunFact Of(string key, BegunCleanup begun) =>
        new(key, begun.Batch, begun.StartedAt, begun.Files.Length, begun.Volume);
}

/// <summary>An object beneath the state prefix whose contents are not trusted.</summary>
/// <param name="Key">Its key in S3. Anybody with access may have chosen it.</param>
/// <param name="Problem">The problem, in words that begin with "it".</param>
public sealed record DamagedObject(string Key, string Problem);

/// <summary>How much of a folder was read.</summary>
/// <param name="Listed">Objects in the folder, or in the listed part of it.</param>
/// <param name="InWindow">Longshore's own objects from the window.</param>
/// <param name="Read">How many of these were read: the newest.</param>
public sealed record FolderCount(string Folder, long Listed, long InWindow, int Read);

/// <param name="Waiting">Events that were not sent back since they died.</param>
/// <param name="Letters">The newest that wait, then the newest that were sent back.</param>
public sealed record DeadLetterReport(long Events, long Waiting, DeadLetterRow[] Letters);

/// <param name="State"><c>waiting</c>, <c>replayed</c>, <c>exhausted</c> or <c>unreadable</c>.</param>
/// <param name="Replay">The command that sends it back; absent if no command can.</param>
public sealed record DeadLetterRow(
    string Key, string State, DateTimeOffset? DiedAt, int Deaths, string? Type, string? Source, string? Id, string? Code,
    string? Reason, string? Replay)
{
    internal static DeadLetterRow Of(LetterLine letter) => new(
        letter.Key, letter.State, letter.ReceivedAt, letter.Deaths, letter.Type, letter.Source, letter.Id, letter.Code,
        letter.Reason ?? letter.Detail, ReplayLine.Of(letter));
}

/// <param name="Objects">The first of them.</param>
public sealed record DamagedReport(long Count, DamagedObject[] Objects);
