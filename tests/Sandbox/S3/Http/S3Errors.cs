namespace Longshore.Sandbox.S3.Http;

/// <summary>S3's codes and statuses (S3 API Reference, "Error responses").</summary>
internal static class S3Errors
{
    public static S3Exception AccessDenied(string message = "Access Denied") => new(403, "AccessDenied", message);

    public static S3Exception NoSuchBucket(string bucket) =>
        new(404, "NoSuchBucket", "The specified bucket does not exist") { Details = [new("BucketName", bucket)] };

    public static S3Exception NoSuchKey(string key, string? deleteMarker = null) =>
        new(404, "NoSuchKey", "The specified key does not exist.")
        {
            Details = [new("Key", key)],
            DeleteMarkerVersion = deleteMarker,
        };

    public static S3Exception NoSuchVersion(string key, string version) =>
        new(404, "NoSuchVersion", "The specified version does not exist.")
        {
            Details = [new("Key", key), new("VersionId", version)],
        };

    public static S3Exception NoSuchUpload(string? uploadId) =>
        new(404, "NoSuchUpload",
            "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or "
            + "completed.")
        {
            Details = [new("UploadId", uploadId ?? "")],
        };

    public static S3Exception InvalidBucketName(string name) =>
        new(400, "InvalidBucketName", "The specified bucket is not valid.") { Details = [new("BucketName", name)] };

    public static S3Exception BucketAlreadyOwnedByYou(string name) =>
        new(409, "BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.")
        {
            Details = [new("BucketName", name)],
        };

    public static S3Exception BucketNotEmpty(string name) =>
        new(409, "BucketNotEmpty", "The bucket you tried to delete is not empty") { Details = [new("BucketName", name)] };

    public static S3Exception PreconditionFailed(string condition) =>
        new(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold")
        {
            Details = [new("Condition", condition)],
        };

    public static S3Exception ConditionalRequestConflict(string key) =>
        new(409, "ConditionalRequestConflict",
            "The conditional request cannot succeed due to a conflicting operation against this resource.")
        {
            Details = [new("Condition", "If-None-Match"), new("Key", key)],
        };

    public static S3Exception InvalidRange(string range, long size) =>
        new(416, "InvalidRange", "The requested range is not satisfiable")
        {
            Details = [new("RangeRequested", range),
                new("ActualObjectSize", size.ToString(System.Globalization.CultureInfo.InvariantCulture))],
        };

    public static S3Exception InvalidArgument(string name, string? value, string message) =>
        new(400, "InvalidArgument", message) { Details = [new("ArgumentName", name), new("ArgumentValue", value ?? "")] };

    public static S3Exception NotImplemented(string what) =>
        new(501, "NotImplemented", "A header or query you provided implies functionality that is not implemented: " + what);

    public static S3Exception InvalidRequest(string message) => new(400, "InvalidRequest", message);

    public static S3Exception BadDigest(string what) =>
        new(400, "BadDigest", $"The {what} you specified did not match what was received.");

    public static S3Exception IncompleteBody() =>
        new(400, "IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header");

    public static S3Exception MalformedXml() =>
        new(400, "MalformedXML", "The XML you provided was not well-formed or did not validate against the published schema");

    public static S3Exception SlowDown() => new(503, "SlowDown", "Please reduce your request rate.");

    public static S3Exception InvalidObjectState() =>
        new(403, "InvalidObjectState", "The operation is not valid for the object's storage class");

    public static S3Exception InternalError() =>
        new(500, "InternalError", "We encountered an internal error. Please try again.");

    public static S3Exception ExpiredToken() => new(400, "ExpiredToken", "The provided token has expired.");
}
