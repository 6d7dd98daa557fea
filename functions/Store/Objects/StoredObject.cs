namespace Longshore.Store.Objects;

/// <summary>An object as a listing shows it.</summary>
/// <param name="Key">The whole key.</param>
/// <param name="ETag">Without quotes; empty where the listing does not say.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">When it was put, by the store's clock; null where the listing does not say.</param>
public readonly record struct ListedObject(string Key, string ETag, long Size, DateTimeOffset? Modified = null)
{
    /// <summary>Whether it is the object of this ETag and size. An ETag that is not told proves nothing.</summary>
    public bool Is(string? etag, long? size) => ETag.Length > 0 && ETag == etag && Size == size;
}

/// <summary>An object as HEAD shows it, with the help of the listing where HEAD does not say.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="ETag">Without quotes; empty where neither says: nothing can be proven of it then.</param>
/// <param name="VersionId">None on a bucket without versioning.</param>
/// <param name="Checksum">
/// S3's own SHA-256 in Base64, composite with <c>-{parts}</c>; none if the object was put without one.
/// </param>
/// <param name="PartBytes">The part size that a composite checksum was made with, from the object's metadata.</param>
/// <param name="IsProven">Whether the checksum is the store's own: else only reading the object proves its bytes.</param>
/// <param name="IsAssumed">Whether that is assumed of a store that this process has not probed.</param>
public sealed record ObjectHead(
    long Size, string ETag, string? VersionId, string? Checksum, long? PartBytes, bool IsProven, bool IsAssumed = false);

/// <summary>What a conditional write came to. Zero is <em>not written</em>.</summary>
public enum WriteResult
{
    /// <summary>The key is taken; nothing was written.</summary>
    Taken = 0,

    /// <summary>The object is there now, and the answer says it has the checksum that was sent.</summary>
    Written,

    /// <summary>The store took it and says nothing of its checksum, or another: what it holds must be looked at.</summary>
    Unproven,
}

/// <param name="Result">Whether it was written.</param>
/// <param name="ETag">Without quotes; empty if it was not written.</param>
/// <param name="VersionId">None on a bucket without versioning.</param>
public readonly record struct PutResult(WriteResult Result, string ETag = "", string? VersionId = null);

/// <summary>What travels with an object: the file's times and mode in rclone's convention.</summary>
public readonly record struct ObjectDetails(Timestamp Modified, uint Mode, long? PartBytes = null)
{
    /// <summary>Metadata name of the part size of a composite checksum.</summary>
    public const string PartBytesName = "longshore-part-bytes";
}
