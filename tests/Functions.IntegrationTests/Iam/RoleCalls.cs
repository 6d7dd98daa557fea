using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SecurityToken.Model;

namespace Longshore.IntegrationTests.Iam;

/// <summary>The calls of the table. Each makes what it needs as the administrator, then does one thing as the identity.</summary>
internal static class RoleCalls
{
    public const string Prefix = "volume/";
    private const string State = "_longshore/";
    private const string Bucket = IamBackend.Bucket;

    private static readonly string LongBatch = new('a', 64);

    public static readonly IReadOnlyDictionary<string, Func<IamStage, Task>> All = new Dictionary<string, Func<IamStage, Task>>(
        StringComparer.Ordinal)
    {
        ["put a new object under the prefix"] = static on => Put(on, Prefix + on.Fresh, ifNoneMatch: "*"),
        ["put an object without a condition"] = static on => Put(on, Prefix + on.Fresh),
        ["replace the object that was seen"] = static async on =>
        {
            var seen = await on.SeedAsync(Prefix + on.Fresh);
            await on.TryAsync(s3 => s3.PutObjectAsync(new PutObjectRequest
            {
                BucketName = Bucket,
                Key = seen.Key,
                ContentBody = "new",
                UseChunkEncoding = false,
                IfMatch = seen.ETag,
            }));
        },
        ["put an object outside the prefix"] = static on => Put(on, "elsewhere/" + on.Fresh, ifNoneMatch: "*"),
        ["read an object"] = static on => Get(on, Prefix),
        ["look at an object"] = static async on =>
        {
            var seen = await on.SeedAsync(Prefix + on.Fresh);
            await on.TryAsync(s3 => s3.GetObjectMetadataAsync(Bucket, seen.Key));
        },
        ["look at a missing object"] = static on => on.TryAsync(async s3 =>
        {
            try
            {
                await s3.GetObjectMetadataAsync(Bucket, Prefix + on.Fresh);
            }
            catch (AmazonS3Exception missing) when (missing.StatusCode == System.Net.HttpStatusCode.NotFound)
            {
                // What a missing object should be.
                return;
            }
        }),
        ["read an object outside the prefix"] = static on => Get(on, "elsewhere/"),
        ["tag an object"] = static async on =>
        {
            var seen = await on.SeedAsync(Prefix + on.Fresh);
            await on.TryAsync(s3 => s3.PutObjectTaggingAsync(new PutObjectTaggingRequest
            {
                BucketName = Bucket,
                Key = seen.Key,
                Tagging = new Tagging { TagSet = [new Amazon.S3.Model.Tag { Key = "a", Value = "b" }] },
            }));
        },
        ["delete an object"] = static on => Delete(on, Prefix + on.Fresh),
        ["delete a version of an object"] = static async on =>
        {
            var seen = await on.SeedAsync(Prefix + on.Fresh);
            await on.TryAsync(s3 => s3.DeleteObjectAsync(Bucket, seen.Key, seen.Version));
        },
        ["begin a multipart upload"] = static on => on.TryAsync(s3 => s3.InitiateMultipartUploadAsync(Bucket, Prefix + on.Fresh)),
        ["send a part"] = static async on =>
        {
            var upload = await on.BeginAsync(Prefix + on.Fresh);
            using var body = new MemoryStream([1]);
            await on.TryAsync(s3 => s3.UploadPartAsync(new UploadPartRequest
            {
                BucketName = Bucket,
                Key = upload.Key,
                UploadId = upload.Id,
                PartNumber = 1,
                InputStream = body,
                UseChunkEncoding = false,
            }));
        },
        ["list the parts"] = static async on =>
        {
            var upload = await on.BeginAsync(Prefix + on.Fresh);
            await on.TryAsync(s3 => s3.ListPartsAsync(Bucket, upload.Key, upload.Id));
        },
        ["abort an upload"] = static async on =>
        {
            var upload = await on.BeginAsync(Prefix + on.Fresh);
            await on.TryAsync(s3 => s3.AbortMultipartUploadAsync(Bucket, upload.Key, upload.Id));
        },
        ["complete an upload"] = static on => Complete(on, "*"),
        ["complete an upload without a condition"] = static on => Complete(on, null),
        ["list objects under the prefix"] = static on => List(on, Prefix),
        ["list the whole bucket"] = static on => List(on, null),
        ["list versions"] = static on => on.TryAsync(s3 => s3.ListVersionsAsync(Bucket, Prefix)),
        ["list all uploads"] = static on => on.TryAsync(s3 => s3.ListMultipartUploadsAsync(Bucket)),
        ["list all buckets"] = static on => on.TryAsync(static s3 => s3.ListBucketsAsync()),
        ["write a receipt"] = static on => Put(on, $"{State}receipts/{LongBatch}/{on.Fresh}.json", ifNoneMatch: "*"),
        ["read a receipt"] = static on => Get(on, $"{State}receipts/{LongBatch}/"),
        ["list receipts"] = static on => List(on, $"{State}receipts/"),
        ["delete a receipt"] = static on => Delete(on, $"{State}receipts/{LongBatch}/{on.Fresh}.json"),
        ["note an upload"] = static on => Put(on, $"{State}uploads/{on.Fresh}.json", ifNoneMatch: "*"),
        ["forget an upload"] = static on => Delete(on, $"{State}uploads/{on.Fresh}.json"),
        ["put a probe"] = static on => Put(on, $"{State}probe/{on.Fresh}/plain", ifNoneMatch: "*"),
        ["read a probe"] = static on => Get(on, $"{State}probe/"),
        ["list probes"] = static on => List(on, $"{State}probe/"),
        ["delete a probe"] = static on => Delete(on, $"{State}probe/{on.Fresh}/plain"),
        ["write an outcome of cleanup"] = static on => Put(on, $"{State}cleanups/{LongBatch}/{on.Fresh}.json", ifNoneMatch: "*"),
        ["read an outcome of cleanup"] = static on => Get(on, $"{State}cleanups/{LongBatch}/"),
        ["read a scan record"] = static on => Get(on, $"{State}scans/2026/11/23/"),
        ["write a scan record"] = static on => Put(on, $"{State}scans/2026/11/23/{on.Fresh}.json", ifNoneMatch: "*"),
        ["keep a dead letter"] = static on => Put(on, $"{State}deadletters/2026/11/23/{on.Fresh}.json", ifNoneMatch: "*"),
        ["read a dead letter"] = static on => Get(on, $"{State}deadletters/2026/11/23/"),
        ["list dead letters"] = static on => List(on, $"{State}deadletters/"),
        ["delete a dead letter"] = static on => Delete(on, $"{State}deadletters/2026/11/23/{on.Fresh}.json"),
        ["read the bucket's versioning"] = static on => on.TryAsync(s3 => s3.GetBucketVersioningAsync(Bucket)),
        ["switch the bucket's versioning off"] = static on => on.TryAsync(s3 => s3.PutBucketVersioningAsync(
            new PutBucketVersioningRequest
            {
                BucketName = Bucket,
                VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Suspended },
            })),
        ["delete the bucket"] = static on => on.TryAsync(s3 => s3.DeleteBucketAsync(Bucket)),
        ["make a bucket"] = static on => on.TryAsync(s3 => s3.PutBucketAsync("longshore-" + on.Fresh)),
        ["assume sync's role"] = static on => Assume(on, IamBackend.ExternalId, "longshore-sync-pod"),
        ["assume sync's role without the external id"] = static on => Assume(on, null, "longshore-sync-pod"),
        ["assume sync's role under another function's name"] = static on =>
            Assume(on, IamBackend.ExternalId, "longshore-cleanup-pod"),
    };

    private static Task Put(IamStage on, string key, string? ifNoneMatch = null) => on.TryAsync(s3 => s3.PutObjectAsync(
        new PutObjectRequest
        {
            BucketName = Bucket,
            Key = key,
            ContentBody = "x",
            UseChunkEncoding = false,
            IfNoneMatch = ifNoneMatch,
        }));

    private static async Task Get(IamStage on, string folder)
    {
        var seen = await on.SeedAsync(folder + on.Fresh);
        await on.TryAsync(async s3 => (await s3.GetObjectAsync(Bucket, seen.Key)).Dispose());
    }

    private static async Task Delete(IamStage on, string key)
    {
        await on.SeedAsync(key);
        await on.TryAsync(s3 => s3.DeleteObjectAsync(Bucket, key));
    }

    private static Task List(IamStage on, string? prefix) =>
        on.TryAsync(s3 => s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Bucket, Prefix = prefix }));

    private static async Task Complete(IamStage on, string? ifNoneMatch)
    {
        var upload = await on.BeginAsync(Prefix + on.Fresh);
        using var body = new MemoryStream([1]);
        var part = await on.Administrator.UploadPartAsync(
            new UploadPartRequest
            {
                BucketName = Bucket,
                Key = upload.Key,
                UploadId = upload.Id,
                PartNumber = 1,
                InputStream = body,
                UseChunkEncoding = false,
            });
        await on.TryAsync(s3 => s3.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest
        {
            BucketName = Bucket,
            Key = upload.Key,
            UploadId = upload.Id,
            PartETags = [new PartETag(1, part.ETag)],
            IfNoneMatch = ifNoneMatch,
        }));
    }

    private static Task Assume(IamStage on, string? externalId, string session) => on.TryStsAsync(sts => sts.AssumeRoleAsync(
        new AssumeRoleRequest { RoleArn = on.RoleArn("sync"), RoleSessionName = session, ExternalId = externalId }));
}
