using Longshore.Core.Bundles;

namespace Longshore.Core.Receipts;

/// <summary>
/// Decides which shipped files of a receipt are believed. A receipt may be forged, so it settles only files of this volume that
/// were put to this destination, each under its own key. Sync proves all others again; cleanup keeps them. Pure: the result
/// depends only on the receipt and the settings.
/// <code>
/// schema | volume  | destination | key of a shipped file                             | the file
/// first  | any     | any         | any                                               | receipt-schema
/// 2      | another | any         | any                                               | receipt-of-another-volume
/// 2      | this    | another     | any                                               | receipt-of-another-destination
/// 2      | this    | this        | beneath S3:StatePrefix                            | receipt-key-reserved
/// 2      | this    | this        | in a bundle of this batch, by its checksum        | believed; cleanup proves the bytes
/// 2      | this    | this        | in a bundle with any other key                    | receipt-key-of-another-file
/// 2      | this    | this        | neither by the template nor the conflict name     | receipt-key-of-another-file
/// 2      | this    | this        | the conflict name, and another file's key as well | receipt-key-twice
/// 2      | this    | this        | the conflict name, and of no other file here      | believed, and proven by the bytes
/// 2      | this    | this        | by the template                                   | believed
/// </code>
/// The destination is this one if bucket, prefix and template equal the settings. The template gives each path its own key, so
/// that of several files with one key at most one has it by the template. A conflict name may be the key of a file that is not in
/// the receipt, so cleanup reads such a file again, and so does sync if the batch is delivered again.
/// <see cref="ReceiptCheck"/> refuses a receipt with a path twice.
/// </summary>
public sealed class ReceiptBelief(
    KeyTemplate keys, BundleKeys bundles, StateKeys state, IOptions<S3Options> store, IOptions<VolumeOptions> volume)
{
    /// <summary>The shipped files that are not believed, by path, with the reason. The receipt must be sound.</summary>
    public IReadOnlyDictionary<string, string> Refused(Receipt receipt)
    {
        var refused = new Dictionary<string, string>(StringComparer.Ordinal);
        var whole = RefuseAll(receipt);
        // Lazy: only conflict names need it, and they are rare.
        var twice = new Lazy<HashSet<string>>(() => KeysTwice(receipt));
        foreach (var entry in receipt.Files)
        {
            if (entry.IsSettled() && (whole ?? Refuse(receipt, entry, twice)) is { } reason)
                refused[entry.Path] = reason;
        }

        return refused;
    }

    /// <summary>
    /// Whether a believed file has the key of the template, or is in a bundle of its batch, which cleanup proves as a whole.
    /// Under any other key only its bytes prove it.
    /// </summary>
    public bool IsUnderItsOwnKey(ReceiptEntry entry) =>
        entry.Bundle is not null || entry.Key == keys.KeyOf(entry.Path, entry.Modified!.Value);

    private string? RefuseAll(Receipt receipt) =>
        receipt.Schema != Receipt.CurrentSchema ? Reasons.ReceiptSchema
        : receipt.VolumeName != volume.Value.Name ? Reasons.ReceiptOfAnotherVolume
        : receipt.Destination != Destination.Of(store.Value) ? Reasons.ReceiptOfAnotherDestination
        : null;

    private string? Refuse(Receipt receipt, ReceiptEntry entry, Lazy<HashSet<string>> twice)
    {
        if (state.IsReserved(entry.Key!))
            return Reasons.ReceiptKeyReserved;
        if (entry.Bundle is { } bundle)
            return bundles.IsKeyOf(bundle.Key, receipt.Batch, bundle.Checksum) && BundleWriter.Takes(entry.Path)
                ? null : Reasons.ReceiptKeyOfAnotherFile;
        return IsUnderItsOwnKey(entry) ? null
            : !ConflictName.IsOf(keys.KeyOf(entry.Path, entry.Modified!.Value), entry.Key!, entry.Checksum)
                ? Reasons.ReceiptKeyOfAnotherFile
            : twice.Value.Contains(entry.Key!) ? Reasons.ReceiptKeyTwice
            : null;
    }

    private static HashSet<string> KeysTwice(Receipt receipt)
    {
        var seen = new HashSet<string>(receipt.Files.Length, StringComparer.Ordinal);
        return receipt.Files.Where(entry => entry.IsSettled() && entry.Bundle is null && !seen.Add(entry.Key!))
            .Select(entry => entry.Key!).ToHashSet(StringComparer.Ordinal);
    }
}
