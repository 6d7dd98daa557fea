namespace Longshore.Core.Ship;

/// <summary>How an upload ended. Zero is <em>not finished</em>.</summary>
public enum UploadEnd
{
    /// <summary>The parts sent so far stay in S3. The next attempt at the file continues the upload.</summary>
    Parked = 0,

    /// <summary>The object is there.</summary>
    Completed,

    /// <summary>The file changed while it was read; there is no object of it.</summary>
    Changed,

    /// <summary>The key is taken; nothing was written.</summary>
    Taken,

    /// <summary>The object is there and the store has not said what it holds.</summary>
    Unproven,
}

/// <param name="Checksum">Of the file's bytes: always if it is completed. Otherwise the whole SHA-256, where it is known.</param>
/// <param name="ETag">Of the completed object.</param>
/// <param name="VersionId">Of the completed object, in a bucket with versioning.</param>
/// <param name="PartBytes">The size of a part, where the checksum is composite.</param>
public sealed record UploadResult(
    UploadEnd End, string? Checksum = null, string? ETag = null, string? VersionId = null, long? PartBytes = null);
