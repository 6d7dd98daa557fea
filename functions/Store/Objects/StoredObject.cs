namespace Longshore.Store.Objects;

/// <param name="Key">The whole key.</param>
/// <param name="ETag">Without quotes; empty if the listing does not tell it.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">When it was put, by the store's clock; null if the listing does not tell.</param>
public readonly record struct ListedObject(string Key, string ETag, long Size, DateTimeOffset? Modified = null)
{
    /// <summary>Whether this is the object with this ETag and size. An empty ETag proves nothing.</summary>
    public bool Is(string? etag, long? size) => ETag.Length > 0 && ETag == etag && Size == size;
}

/// <summary>An object as HEAD tells it, completed from the listing.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="ETag">Without quotes; empty if the store does not tell it. Then nothing can be proven of the object.</param>
/// <param name="VersionId">None on a bucket without versioning.</param>
/// <param name="Checksum">S3's own SHA-256 in Base64, composite with <c>-{parts}</c>; null if it has none.</param>
/// <param name="PartBytes">The part size of a composite checksum, from the object's metadata.</param>
/// <param name="IsProven">Whether the checksum is the store's own. If not, only reading the object proves its bytes.</param>
/// <param name="IsAssumed">Whether <paramref name="IsProven"/> is assumed, because this process has not probed the store.</param>
public sealed record ObjectHead(
    long Size, string ETag, string? VersionId, string? Checksum, long? PartBytes, bool IsProven, bool IsAssumed = false);

/// <summary>The metadata of a shipped object: the file's mtime and mode as rclone stores them.</summary>
public readonly record struct ObjectDetails(Timestamp Modified, uint Mode, long? PartBytes = null)
{
    /// <summary>Name of the metadata that holds the part size of a composite checksum.</summary>
    public const string PartBytesName = "longshore-part-bytes";
}
