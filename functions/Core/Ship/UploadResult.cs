namespace Longshore.Core.Ship;

/// <summary>How an upload ended. Zero is <em>not finished</em>.</summary>
public enum UploadEnd
{
    /// <summary>The parts sent so far stay in S3. The next attempt continues the upload.</summary>
    Parked = 0,

    /// <summary>The object was made and its checksum is confirmed.</summary>
    Completed,

    /// <summary>The file changed while it was read; no object was made.</summary>
    Changed,

    /// <summary>The key is taken; nothing was written.</summary>
    Taken,

    /// <summary>The object was made, but its checksum is not confirmed: the caller must compare it.</summary>
    Unproven,
}

/// <param name="Checksum">Of the file's bytes; set if completed. Otherwise the whole SHA-256, if known.</param>
/// <param name="ETag">Of the completed object.</param>
/// <param name="VersionId">Of the completed object, in a bucket with versioning.</param>
/// <param name="PartBytes">The part size of a composite checksum.</param>
public sealed record UploadResult(
    UploadEnd End, string? Checksum = null, string? ETag = null, string? VersionId = null, long? PartBytes = null);
