using Longshore.Sandbox.S3.Http;
using Longshore.Sandbox.S3.Store;

namespace Longshore.Sandbox.S3.Operations;

internal static class UploadLookup
{
    /// <summary>The upload that the request names; it must be of this key.</summary>
    public static MultipartUpload Find(S3Request request) =>
        request.Query["uploadId"] is { } id && request.Bucket.Uploads.TryGetValue(id, out var upload) && upload.Key == request.Key
            ? upload
            : throw S3Errors.NoSuchUpload(request.Query["uploadId"]);

    public static int PartNumber(S3Request request) => request.Query.Has("partNumber")
        ? request.Query.Number("partNumber", 0, 1, 10_000)
        : throw S3Errors.InvalidArgument("partNumber", null, "Part number must be an integer between 1 and 10000, inclusive");
}
