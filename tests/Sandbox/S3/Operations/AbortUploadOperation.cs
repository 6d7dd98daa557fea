using Longshore.Sandbox.S3.Http;

namespace Longshore.Sandbox.S3.Operations;

internal static class AbortUploadOperation
{
    public static Task RunAsync(S3Request request)
    {
        request.Bucket.Uploads.TryRemove(UploadLookup.Find(request).UploadId, out _);
        return Respond.EmptyAsync(request, 204);
    }
}
