namespace Longshore.Core.Ship;

/// <summary>
/// Whether an earlier receipt says all there is to say, so that a batch delivered again is answered from it.
/// <code>
/// entry               | file today          | the receipt
/// uploaded or present | same fingerprint    | may stand
/// uploaded or present | missing (deleted)   | may stand
/// uploaded or present | another, or unknown | is gone through again
/// anything else       | any                 | is gone through again
/// </code>
/// It stands if every entry says that it may. Cleanup looks at S3 once more before it deletes, so a standing receipt vouches for
/// nothing alone.
/// </summary>
public static class SettledDecision
{
    /// <param name="statOf">The file today; null is unknown.</param>
    public static bool StillHolds(Receipt receipt, Func<ReceiptEntry, FileStat?> statOf) =>
        receipt.Files.All(entry => entry.IsSettled()
            && statOf(entry) is { } stat
            && (stat.Kind == FileKind.Missing || (stat.Kind == FileKind.Regular && stat.Fingerprint == entry.Fingerprint())));
}
