using Longshore.Sandbox.S3.Http;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Operations;

/// <summary>Conditional writes (S3 User Guide, "Prevent object overwrites with conditional writes").</summary>
internal static class WriteConditions
{
    /// <summary>The check that the store runs under the key's lock.</summary>
    public static Action<StoredObject?> For(S3Request request)
    {
        var (none, match) = (request.Header("If-None-Match"), request.Header("If-Match"));
        if (none is not (null or "*") || (none is not null && match is not null))
            throw S3Errors.NotImplemented("If-None-Match other than *, or together with If-Match");
        if (none is not null && request.Has(StoreQuirks.RefusesConditions))
            throw S3Errors.NotImplemented("If-None-Match");
        if (request.Has(request.Operation.Name == "PutObject"
            ? StoreQuirks.IgnoresConditionOnPut : StoreQuirks.IgnoresConditionOnComplete))
            none = null;
        if (request.Faults.Conflict && (none ?? match) is not null)
            throw S3Errors.ConditionalRequestConflict(request.Key);
        if (match is not null)
            request.Authorize("s3:GetObject", request.ObjectArn);
        return current => Check(request.Key, none, match, current);
    }

    private static void Check(string key, string? none, string? match, StoredObject? current)
    {
        if (none is not null && current is not null)
            throw S3Errors.PreconditionFailed("If-None-Match");
        if (match is null)
            return;
        if (current is null)
            throw S3Errors.NoSuchKey(key);
        if (match.Trim('"') != current.ETag)
            throw S3Errors.PreconditionFailed("If-Match");
    }
}
