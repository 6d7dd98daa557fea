using Longshore.Sandbox.S3.Http;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Operations;

/// <summary>Finds the object or version that a request names, or throws what S3 says.</summary>
internal static class ObjectLookup
{
    public static StoredObject Find(S3Request request) => Find(request, request.Bucket, request.Key, request.Query["versionId"]);

    public static StoredObject Find(S3Request request, Bucket bucket, string key, string? versionId)
    {
        var entry = bucket.Entry(key);
        if (versionId is null)
        {
            return entry?.Current
                ?? throw request.Missing(
                    S3Errors.NoSuchKey(key, entry?.Latest is { IsDeleteMarker: true } marker ? marker.VersionId : null));
        }
        var version = entry?.Versions().FirstOrDefault(version => version.VersionId == versionId)
            ?? throw request.Missing(S3Errors.NoSuchVersion(key, versionId));
        return version.IsDeleteMarker
            ? throw new S3Exception(405, "MethodNotAllowed",
                "The specified method is not allowed against this resource.")
            { DeleteMarkerVersion = versionId }
            : version;
    }
}
