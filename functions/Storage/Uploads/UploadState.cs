using Longshore.Files;

namespace Longshore.Storage.Uploads;

/// <summary>
/// A multipart upload that may be continued, kept as <c>uploads/{hash of key}.json</c>. It is continued only if key, part size and
/// fingerprint all agree with the file of today; else it is aborted.
/// </summary>
internal sealed record UploadState
{
    public required string Key { get; init; }

    public required string UploadId { get; init; }

    public required long PartBytes { get; init; }

    public required long Size { get; init; }

    public required Timestamp Modified { get; init; }

    public required Timestamp Changed { get; init; }

    public required ulong Inode { get; init; }

    public bool Continues(string key, long partBytes, Fingerprint fingerprint) =>
        Key == key && PartBytes == partBytes && new Fingerprint(Size, Modified, Changed, Inode) == fingerprint;
}
