namespace Longshore.Store.HotPath;

/// <summary>The result of a conditional write. Zero is <em>not written</em>.</summary>
public enum WriteResult
{
    /// <summary>The key is taken; nothing was written.</summary>
    Taken = 0,

    /// <summary>The object was written, and the store confirmed the checksum that was sent.</summary>
    Written,

    /// <summary>Written, but without a confirmed checksum: the caller must compare the object before it relies on it.</summary>
    Unproven,
}

/// <param name="Result">Whether it was written.</param>
/// <param name="ETag">Without quotes; empty if nothing was written.</param>
/// <param name="VersionId">None on a bucket without versioning.</param>
public readonly record struct PutResult(WriteResult Result, string ETag = "", string? VersionId = null);
