namespace Longshore.Core.Ship;

/// <summary>One file of a batch and what is known of it before it is opened.</summary>
/// <param name="Path">Its path on the volume.</param>
/// <param name="Size">Bytes, as its sender saw it.</param>
/// <param name="Modified">Its mtime, as its sender saw it.</param>
/// <param name="MinAge">How long it must have been unchanged.</param>
/// <param name="Earlier">Its entry in the batch's latest receipt, if it is settled under the file's own key.</param>
/// <param name="Listed">The objects that S3 lists now in the batch's key range.</param>
public sealed record FileWork(
    VolumePath Path, long? Size, Timestamp? Modified, TimeSpan MinAge, ReceiptEntry? Earlier,
    IReadOnlyDictionary<string, ListedObject> Listed)
{
    public ReceiptEntry Entry(FileOutcome outcome, string? reason = null) => new()
    {
        Path = Path.Value,
        Outcome = outcome,
        Reason = reason,
        Size = Size,
        Modified = Modified,
    };

    /// <param name="stat">The file now.</param>
    /// <param name="reason">Why it is not ready.</param>
    public ReceiptEntry NotReady(FileStat stat, string reason)
    {
        var entry = Entry(FileOutcome.Deferred, reason);
        if (reason == Reasons.TooYoung)
            entry.OldEnoughAt = ReadinessDecision.OldEnoughAt(stat, MinAge);
        return entry;
    }

    /// <summary>The earlier entry if the fingerprint is the same and S3 lists its key with that ETag and size, or null.</summary>
    public ReceiptEntry? SettledNow(FileStat stat) =>
        Earlier is { } entry && stat.Kind == FileKind.Regular && entry.Fingerprint() == stat.Fingerprint
        && Listed.TryGetValue(entry.Key!, out var item) && item.Is(entry.ETag, entry.Size)
            ? entry with { Outcome = FileOutcome.Present, Reason = null }
            : null;
}
