namespace Longshore.Core.Ship;

/// <summary>One file of a batch and what is known of it before it is opened.</summary>
/// <param name="MinAge">How long it must have been unchanged.</param>
/// <param name="Earlier">Its entry in the batch's latest receipt, if it is settled under the file's own key.</param>
/// <param name="Listed">The objects that S3 lists now in the batch's key range.</param>
public sealed record FileWork(
    BatchItem Item, TimeSpan MinAge, ReceiptEntry? Earlier, IReadOnlyDictionary<string, ListedObject> Listed)
{
    public VolumePath Path => Item.Path;

    public ReceiptEntry Entry(FileOutcome outcome, string? reason = null) => new()
    {
        Path = Path.Value,
        Outcome = outcome,
        Reason = reason,
        Size = Item.File.Size,
        Modified = Item.File.Modified,
    };

    /// <summary>The earlier entry if the fingerprint is the same and S3 lists its key with that ETag and size, or null.</summary>
    public ReceiptEntry? SettledNow(FileStat stat) =>
        Earlier is { } entry && stat.Kind == FileKind.Regular && entry.Fingerprint() == stat.Fingerprint
        && Listed.TryGetValue(entry.Key!, out var item) && item.Is(entry.ETag, entry.Size)
            ? entry with { Outcome = FileOutcome.Present, Reason = null }
            : null;
}
