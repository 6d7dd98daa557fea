namespace Longshore.Sandbox.S3.Store;

/// <summary>What S3-compatible stores were seen to do otherwise than S3. Zero is S3.</summary>
[Flags]
internal enum StoreQuirks
{
    None = 0,

    /// <summary><c>If-None-Match</c> of a PUT is taken and ignored.</summary>
    IgnoresConditionOnPut = 1 << 0,

    /// <summary>The same of CompleteMultipartUpload.</summary>
    IgnoresConditionOnComplete = 1 << 1,

    /// <summary>A write with a condition is answered 501 NotImplemented.</summary>
    RefusesConditions = 1 << 2,

    /// <summary>The checksum that was sent is kept and told, whatever the bytes are.</summary>
    RepeatsChecksums = 1 << 3,

    /// <summary>No answer tells a checksum.</summary>
    TellsNoChecksums = 1 << 4,

    /// <summary>A bit of every body that is not Longshore's own state is flipped before it is stored.</summary>
    DamagesBodies = 1 << 5,

    /// <summary>A listing tells a byte more than an object has.</summary>
    ListsOtherSizes = 1 << 6,

    /// <summary><c>a//b</c> is <c>a/b</c>, and <c>a%2Fb</c> as well.</summary>
    FoldsKeys = 1 << 7,

    /// <summary>No role may do anything beneath a folder <c>probe/</c>.</summary>
    RefusesProbe = 1 << 8,

    /// <summary>Each page of a listing is in reverse order.</summary>
    ListsUnsorted = 1 << 9,

    /// <summary>The first page of a listing is empty, and says that more follows.</summary>
    ListsEmptyPageFirst = 1 << 10,

    /// <summary>A listing has its keys percent-encoded and does not say so.</summary>
    ListsEncodedUnsaid = 1 << 11,

    /// <summary>Keys that differ only in case are one object, under the first one's key.</summary>
    FoldsCase = 1 << 12,

    /// <summary>No answer carries a request id.</summary>
    TellsNoRequestId = 1 << 13,

    /// <summary>The ETag of an object that is put whole depends on nothing but its size.</summary>
    TellsSizeAsETag = 1 << 14,

    /// <summary>As <see cref="RepeatsChecksums"/>, but not beneath a folder <c>probe/</c>.</summary>
    RepeatsChecksumsUnprobed = 1 << 15,
}
