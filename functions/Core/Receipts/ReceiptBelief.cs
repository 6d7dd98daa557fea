namespace Longshore.Core.Receipts;

/// <summary>
/// Which files of a receipt are believed to be settled. Whoever can write beneath <c>receipts/</c> can write anything there: a
/// receipt settles only files of this volume that went to this destination, each under a key that is its own. Sync proves all
/// others again; cleanup keeps them. Pure: the same receipt and settings have the same answer.
/// <code>
/// schema | volume  | destination | key of a shipped file                             | the file
/// first  | any     | any         | any                                               | receipt-schema
/// 2      | another | any         | any                                               | receipt-of-another-volume
/// 2      | ours    | another     | any                                               | receipt-of-another-destination
/// 2      | ours    | ours        | beneath S3:StatePrefix                            | receipt-key-reserved
/// 2      | ours    | ours        | neither by the template nor the conflict name     | receipt-key-of-another-file
/// 2      | ours    | ours        | the conflict name, and another file's key as well | receipt-key-twice
/// 2      | ours    | ours        | the conflict name, and of no other file here      | believed, and proven by the bytes
/// 2      | ours    | ours        | by the template                                   | believed
/// </code>
/// The destination is ours if bucket, prefix and template are those of today: a receipt from before a change of them settles
/// nothing. The template gives each path a key of its own, so that of several files with one key at most one has it by the
/// template. A conflict name may still be the key of a file that is not here, so that cleanup reads such a file again, and so
/// does sync where the batch is delivered again. No path is there twice: <see cref="ReceiptCheck"/> refuses such a receipt as a
/// whole.
/// </summary>
public sealed class ReceiptBelief(KeyTemplate keys, StateKeys state, Destination destination, string volumeName)
{
    /// <summary>Why shipped files of a sound receipt are not believed, by their paths; empty if all are.</summary>
    public IReadOnlyDictionary<string, string> Refused(Receipt receipt)
    {
        var refused = new Dictionary<string, string>(StringComparer.Ordinal);
        var whole = RefuseAll(receipt);
        // Conflict names are rare: only they can be another file's key as well.
        var twice = new Lazy<HashSet<string>>(() => KeysTwice(receipt));
        foreach (var entry in receipt.Files)
        {
            if (entry.IsSettled() && (whole ?? Refuse(entry, twice)) is { } reason)
                refused[entry.Path] = reason;
        }

        return refused;
    }

    /// <summary>
    /// Whether a settled file is under the key that the template gives it: under any other only its bytes prove it.
    /// </summary>
    public bool IsUnderItsOwnKey(ReceiptEntry entry) => entry.Key == keys.KeyOf(entry.Path, entry.Modified!.Value);

    private string? RefuseAll(Receipt receipt) =>
        receipt.Schema != Receipt.CurrentSchema ? Reasons.ReceiptSchema
        : receipt.VolumeName != volumeName ? Reasons.ReceiptOfAnotherVolume
        : receipt.Destination != destination ? Reasons.ReceiptOfAnotherDestination
        : null;

    private string? Refuse(ReceiptEntry entry, Lazy<HashSet<string>> twice)
    {
        if (state.IsReserved(entry.Key!))
            return Reasons.ReceiptKeyReserved;
        return IsUnderItsOwnKey(entry) ? null
            : !ConflictName.IsOf(keys.KeyOf(entry.Path, entry.Modified!.Value), entry.Key!, entry.Checksum)
                ? Reasons.ReceiptKeyOfAnotherFile
            : twice.Value.Contains(entry.Key!) ? Reasons.ReceiptKeyTwice
            : null;
    }

    private static HashSet<string> KeysTwice(Receipt receipt)
    {
        var seen = new HashSet<string>(receipt.Files.Length, StringComparer.Ordinal);
        return receipt.Files.Where(entry => entry.IsSettled() && !seen.Add(entry.Key!)).Select(entry => entry.Key!)
            .ToHashSet(StringComparer.Ordinal);
    }
}
