namespace Longshore.Store.Objects;

/// <summary>What S3 said of a PUT that it took.</summary>
/// <param name="ETag">Without quotes.</param>
/// <param name="VersionId">None on a bucket without versioning.</param>
/// <param name="IsProven">Whether the answer carries the checksum that was sent.</param>
public readonly record struct SentObject(string ETag, string? VersionId, bool IsProven);
