namespace Longshore.Core.Ship;

/// <summary>
/// Whether an earlier receipt is the answer to a batch that is delivered again.
/// <code>
/// entry               | file today          | the receipt
/// uploaded or present | same fingerprint    | may hold
/// uploaded or present | missing (deleted)   | may hold
/// uploaded or present | another, or unknown | does not hold
/// anything else       | any                 | does not hold
/// </code>
/// It holds if it may hold by every entry. Cleanup checks S3 again before it deletes anything.
/// </summary>
public static class SettledDecision
{
    /// <param name="statOf">The file now; null if unknown.</param>
    public static bool StillHolds(Receipt receipt, Func<ReceiptEntry, FileStat?> statOf) =>
        receipt.Files.All(entry => entry.IsSettled()
            && statOf(entry) is { } stat
            && (stat.Kind == FileKind.Missing || (stat.Kind == FileKind.Regular && stat.Fingerprint == entry.Fingerprint())));
}
