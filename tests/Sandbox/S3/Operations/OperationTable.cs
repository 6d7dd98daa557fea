using Longshore.Sandbox.S3.Http;

namespace Longshore.Sandbox.S3.Operations;

/// <summary>
/// Every operation the sandbox has, and how a request is told to be one. What it has not is NotImplemented, never guessed.
/// </summary>
internal static class OperationTable
{
    private static readonly HashSet<string> Subresources = new(StringComparer.Ordinal)
    {
        "accelerate", "acl", "analytics", "cors", "encryption", "intelligent-tiering", "inventory", "legal-hold", "lifecycle",
        "logging", "metadataTable", "metrics", "notification", "object-lock", "ownershipControls", "policy", "policyStatus",
        "publicAccessBlock", "replication", "requestPayment", "restore", "retention", "select", "torrent", "website",
    };

    private static readonly Operation ListBuckets = new(
        "ListBuckets", "s3:ListAllMyBuckets", OperationScope.Service, BucketOperations.ListAsync);
    private static readonly Operation CreateBucket = OnBucket("CreateBucket", "s3:CreateBucket", BucketOperations.CreateAsync);
    private static readonly Operation HeadBucket = OnBucket("HeadBucket", "s3:ListBucket", BucketOperations.HeadAsync);
    private static readonly Operation DeleteBucket = OnBucket("DeleteBucket", "s3:DeleteBucket", BucketOperations.DeleteAsync);
    private static readonly Operation GetBucketLocation = OnBucket(
        "GetBucketLocation", "s3:GetBucketLocation", BucketOperations.GetLocationAsync);
    private static readonly Operation GetBucketVersioning = OnBucket(
        "GetBucketVersioning", "s3:GetBucketVersioning", BucketOperations.GetVersioningAsync);
    private static readonly Operation PutBucketVersioning = OnBucket(
        "PutBucketVersioning", "s3:PutBucketVersioning", BucketOperations.PutVersioningAsync);
    private static readonly Operation ListObjects = OnBucket("ListObjects", "s3:ListBucket", ListObjectsOperations.ListAsync);
    private static readonly Operation ListObjectsV2 = OnBucket(
        "ListObjectsV2", "s3:ListBucket", ListObjectsOperations.ListV2Async);
    private static readonly Operation ListObjectVersions = OnBucket(
        "ListObjectVersions", "s3:ListBucketVersions", ListVersionsOperation.RunAsync);
    private static readonly Operation ListMultipartUploads = OnBucket(
        "ListMultipartUploads", "s3:ListBucketMultipartUploads", ListUploadsOperation.RunAsync);
    private static readonly Operation DeleteObjects = OnBucket("DeleteObjects", null, DeleteOperations.DeleteManyAsync);
    private static readonly Operation PutObject = OnObject("PutObject", "s3:PutObject", PutObjectOperation.RunAsync);
    private static readonly Operation CopyObject = OnObject("CopyObject", "s3:PutObject", CopyOperations.CopyObjectAsync);
    private static readonly Operation GetObject = OnObject("GetObject", null, GetObjectOperation.RunAsync);
    private static readonly Operation HeadObject = OnObject("HeadObject", null, GetObjectOperation.RunAsync);
    private static readonly Operation GetObjectAttributes = OnObject(
        "GetObjectAttributes", "s3:GetObjectAttributes", GetObjectAttributesOperation.RunAsync);
    private static readonly Operation DeleteObject = OnObject("DeleteObject", null, DeleteOperations.DeleteOneAsync);
    private static readonly Operation GetObjectTagging = OnObject(
        "GetObjectTagging", "s3:GetObjectTagging", TaggingOperations.GetAsync);
    private static readonly Operation PutObjectTagging = OnObject(
        "PutObjectTagging", "s3:PutObjectTagging", TaggingOperations.PutAsync);
    private static readonly Operation DeleteObjectTagging = OnObject(
        "DeleteObjectTagging", "s3:DeleteObjectTagging", TaggingOperations.DeleteAsync);
    private static readonly Operation CreateMultipartUpload = OnObject(
        "CreateMultipartUpload", "s3:PutObject", CreateUploadOperation.RunAsync);
    private static readonly Operation UploadPart = OnObject("UploadPart", "s3:PutObject", UploadPartOperation.RunAsync);
    private static readonly Operation UploadPartCopy = OnObject("UploadPartCopy", "s3:PutObject", CopyOperations.CopyPartAsync);
    private static readonly Operation CompleteMultipartUpload = OnObject(
        "CompleteMultipartUpload", "s3:PutObject", CompleteUploadOperation.RunAsync);
    private static readonly Operation AbortMultipartUpload = OnObject(
        "AbortMultipartUpload", "s3:AbortMultipartUpload", AbortUploadOperation.RunAsync);
    private static readonly Operation ListParts = OnObject(
        "ListParts", "s3:ListMultipartUploadParts", ListPartsOperation.RunAsync);

    public static Operation Find(HttpRequest request, RequestTarget target)
    {
        foreach (var pair in target.Query.Pairs)
        {
            if (Subresources.Contains(pair.Key))
                throw S3Errors.NotImplemented("?" + pair.Key);
        }
        var found = target switch
        {
            { Bucket: "" } => request.Method == HttpMethods.Get ? ListBuckets : null,
            { Key: "" } => OfBucket(request.Method, target.Query),
            _ => OfObject(request.Method, target.Query, request.Headers.ContainsKey("x-amz-copy-source")),
        };
        return found ?? throw new S3Exception(405, "MethodNotAllowed",
            "The specified method is not allowed against this resource.");
    }

    private static Operation? OfBucket(string method, Query query) => method switch
    {
        "PUT" => query.Has("versioning") ? PutBucketVersioning : query.Has("tagging") ? null : CreateBucket,
        "HEAD" => HeadBucket,
        "DELETE" => DeleteBucket,
        "POST" => query.Has("delete") ? DeleteObjects : null,
        "GET" when query.Has("location") => GetBucketLocation,
        "GET" when query.Has("versioning") => GetBucketVersioning,
        "GET" when query.Has("versions") => ListObjectVersions,
        "GET" when query.Has("uploads") => ListMultipartUploads,
        "GET" when query.Has("tagging") => null,
        "GET" => query["list-type"] == "2" ? ListObjectsV2 : ListObjects,
        _ => null,
    };

    private static Operation? OfObject(string method, Query query, bool isCopy) => method switch
    {
        "PUT" when query.Has("tagging") => PutObjectTagging,
        "PUT" when query.Has("uploadId") => isCopy ? UploadPartCopy : UploadPart,
        "PUT" => isCopy ? CopyObject : PutObject,
        "HEAD" => HeadObject,
        "DELETE" => query.Has("uploadId") ? AbortMultipartUpload : query.Has("tagging") ? DeleteObjectTagging : DeleteObject,
        "POST" => query.Has("uploads") ? CreateMultipartUpload : query.Has("uploadId") ? CompleteMultipartUpload : null,
        "GET" when query.Has("uploadId") => ListParts,
        "GET" when query.Has("tagging") => GetObjectTagging,
        "GET" when query.Has("attributes") => GetObjectAttributes,
        "GET" => GetObject,
        _ => null,
    };

    private static Operation OnBucket(string name, string? action, Func<S3Request, Task> runAsync) =>
        new(name, action, OperationScope.Bucket, runAsync);

    private static Operation OnObject(string name, string? action, Func<S3Request, Task> runAsync) =>
        new(name, action, OperationScope.Object, runAsync);
}
