using Longshore.Files;
using Longshore.Storage.Receipts;

namespace Longshore.Sync;

/// <summary>An open file on its way to a key.</summary>
/// <param name="Place">The worker's place among the uploads in flight.</param>
internal sealed record Shipment(VolumeFile File, FileWork Work, string Key, Place Place)
{
    private const int ChecksumDigits = 16;

    public FileStat Stat => File.Stat;

    /// <summary>Whether anything has written to the file since it was opened. A rename or a new link counts: it is looked at again later.</summary>
    public bool HasChanged() => File.Restat().Fingerprint != Stat.Fingerprint;

    /// <summary>The same file under a key of its own: <c>a/b.jpg</c> becomes <c>a/b.{16 hex digits of SHA-256}.jpg</c>.</summary>
    public Shipment Beside(string sha256)
    {
        var digits = Convert.ToHexStringLower(Convert.FromBase64String(sha256))[..ChecksumDigits];
        var at = EndOfStem(Key);
        return this with { Key = $"{Key[..at]}.{digits}{Key[at..]}" };
    }

    /// <summary>Whether a key is what <see cref="Beside"/> makes of another, whatever the checksum.</summary>
    public static bool IsBeside(string key, string other)
    {
        var at = EndOfStem(key);
        return other.Length == key.Length + 1 + ChecksumDigits
            && other.StartsWith(key[..at] + '.', StringComparison.Ordinal)
            && other.EndsWith(key[at..], StringComparison.Ordinal)
            && other[(at + 1)..(at + 1 + ChecksumDigits)].All(char.IsAsciiHexDigitLower);
    }

    /// <summary>Where a name's ending begins, or the key ends: a dotfile is all stem.</summary>
    private static int EndOfStem(string key)
    {
        var (slash, dot) = (key.LastIndexOf('/'), key.LastIndexOf('.'));
        return dot > slash + 1 ? dot : key.Length;
    }

    public ReceiptEntry Settled(FileOutcome outcome, string checksum, string etag, string? versionId, long? partBytes = null) => new()
    {
        Path = Work.Path.Value,
        Outcome = outcome,
        Key = Key,
        Size = Stat.Fingerprint.Size,
        Modified = Stat.Fingerprint.Modified,
        Changed = Stat.Fingerprint.Changed,
        Inode = Stat.Fingerprint.Inode,
        Checksum = checksum,
        PartBytes = partBytes,
        ETag = etag,
        VersionId = versionId,
    };
}
