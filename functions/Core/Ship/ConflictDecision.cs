namespace Longshore.Core.Ship;

/// <summary>What is known of the object under a file's key. Zero is <em>unknown</em>.</summary>
public enum ExistingBytes
{
    Unknown = 0,
    Same,
    Different,
}

/// <summary>What to do if a key is taken. Zero touches nothing.</summary>
internal enum ConflictAction
{
    Fail = 0,
    TakeAsPresent,
    PutUnderChecksum,
    PutNewVersion,
}

/// <summary>
/// Decides what to do with a file whose key is taken.
/// <code>
/// existing  | policy    | action
/// same      | any       | TakeAsPresent
/// different | KeepBoth  | PutUnderChecksum
/// different | Overwrite | PutNewVersion
/// different | Fail      | Fail
/// unknown   | any       | Fail
/// </code>
/// </summary>
internal static class ConflictDecision
{
    public static ConflictAction Decide(ExistingBytes existing, ConflictPolicy policy) => (existing, policy) switch
    {
        (ExistingBytes.Same, _) => ConflictAction.TakeAsPresent,
        (ExistingBytes.Different, ConflictPolicy.KeepBoth) => ConflictAction.PutUnderChecksum,
        (ExistingBytes.Different, ConflictPolicy.Overwrite) => ConflictAction.PutNewVersion,
        _ => ConflictAction.Fail,
    };
}
