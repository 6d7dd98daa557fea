namespace Longshore.Core.Clean;

/// <summary>Whether a file may be deleted. Zero is <em>no</em>.</summary>
public enum DeleteVerdict
{
    Keep = 0,
    Delete,
    Gone,
}

/// <param name="Reason">Why the file is kept; otherwise empty.</param>
public readonly record struct DeleteDecision(DeleteVerdict Verdict, string Reason)
{
    /// <summary>
    /// Decides on one file. The first row that holds decides.
    /// <code>
    /// receipt             | file                | S3 lists the key    | age           | verdict
    /// not settled         | any                 | any                 | any           | Keep not-settled
    /// uploaded or present | missing             | any                 | any           | Gone
    /// uploaded or present | link, folder, …     | any                 | any           | Keep not-a-regular-file
    /// uploaded or present | another fingerprint | any                 | any           | Keep changed
    /// uploaded or present | same fingerprint    | no                  | any           | Keep object-missing
    /// uploaded or present | same fingerprint    | other ETag or size  | any           | Keep object-differs
    /// uploaded or present | same fingerprint    | same ETag and size  | below KeepFor | Keep keep-for
    /// uploaded or present | same fingerprint    | same ETag and size  | KeepFor up    | Delete
    /// </code>
    /// For a file in a bundle, key, ETag and size are the bundle's; it is deleted only if <see cref="BundleProof"/> proves it.
    /// If S3 does not list a key but HEAD finds its object, the file is kept as <c>listing-disagrees</c>
    /// (<see cref="BatchLook"/>).
    /// If any of these cannot be found out, this is not called and the file is kept.
    /// </summary>
    public static DeleteDecision Decide(ReceiptEntry entry, FileStat file, ListedObject? listed, Timestamp now, TimeSpan keepFor)
    {
        if (!entry.IsSettled() || entry.Fingerprint() is not { } fingerprint)
            return new(DeleteVerdict.Keep, Reasons.NotSettled);
        if (file.Kind == FileKind.Missing)
            return new(DeleteVerdict.Gone, "");
        if (file.Kind != FileKind.Regular)
            return new(DeleteVerdict.Keep, Reasons.NotARegularFile);
        if (file.Fingerprint != fingerprint)
            return new(DeleteVerdict.Keep, Reasons.Changed);
        if (listed is not { } item || item.Key != entry.Key)
            return new(DeleteVerdict.Keep, Reasons.ObjectMissing);
        if (!entry.IsIn(item))
            return new(DeleteVerdict.Keep, Reasons.ObjectDiffers);
        if (now - fingerprint.Modified < keepFor)
            return new(DeleteVerdict.Keep, Reasons.KeepFor);
        return new(DeleteVerdict.Delete, "");
    }
}
