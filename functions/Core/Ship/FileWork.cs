namespace Longshore.Core.Ship;

/// <summary>One file of a batch and what is known of it before it is touched.</summary>
/// <param name="Path">Where it is on the volume.</param>
/// <param name="Size">Bytes when the sender saw it.</param>
/// <param name="Modified">mtime when the sender saw it.</param>
/// <param name="MinAge">How long it must have been left alone.</param>
/// <param name="Earlier">Its entry in the batch's latest receipt; only one that is settled, under the file's own key.</param>
/// <param name="Listed">The objects that S3 lists today in the batch's key range.</param>
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

    /// <param name="stat">The file as it stands on the volume.</param>
    /// <param name="reason">Why it is not ready.</param>
    public ReceiptEntry NotReady(FileStat stat, string reason)
    {
        var entry = Entry(FileOutcome.Deferred, reason);
        if (reason == Reasons.TooYoung)
            entry.OldEnoughAt = ReadinessDecision.OldEnoughAt(stat, MinAge);
        return entry;
    }

    /// <summary>
    /// The earlier entry as it holds today, or null. It holds if the file's fingerprint is still the same, and S3 lists its key
    /// with the same ETag and size.
    /// </summary>
    public ReceiptEntry? SettledNow(FileStat stat) =>
        Earlier is { } entry && stat.Kind == FileKind.Regular && entry.Fingerprint() == stat.Fingerprint
        && Listed.TryGetValue(entry.Key!, out var item) && item.Is(entry.ETag, entry.Size)
            ? entry with { Outcome = FileOutcome.Present, Reason = null }
            : null;
}
