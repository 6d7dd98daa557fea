using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Longshore.Sandbox.Iam;
using Longshore.Sandbox.S3;

namespace Longshore.IntegrationTests.Sandbox;

/// <summary>The policies of knative/iam as the sandbox enforces them: what each function may do, and what it may not.</summary>
public sealed class LongshoreIamTests : IAsyncLifetime
{
    private S3Server _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var iam = LongshoreIam.Load(
            RepositoryFolder.Find("knative", "iam"), new IamPlaceholders("media", "123456789012", "ext-1", Prefix: "in/"),
            "AKIDBASE", "base-secret");
        _server = await S3Server.StartAsync(new S3ServerOptions { Iam = iam, Buckets = ["media"] });
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("sync", "in/a", true)]
    [InlineData("sync", "other/a", false)]
    [InlineData("sync", "_longshore/receipts/b/1.json", true)]
    [InlineData("sync", "_longshore/uploads/h.json", true)]
    [InlineData("sync", "_longshore/cleanups/b/1.json", false)]
    [InlineData("sync", "_longshore/scans/s.json", false)]
    [InlineData("sync", "_longshore/deadletters/d.json", false)]
    [InlineData("cleanup", "_longshore/cleanups/b/1.json", true)]
    [InlineData("cleanup", "_longshore/receipts/b/1.json", false)]
    [InlineData("cleanup", "in/a", false)]
    [InlineData("schedule", "_longshore/scans/s.json", true)]
    [InlineData("schedule", "_longshore/batches/l.json.gz", true)]
    [InlineData("schedule", "in/a", false)]
    [InlineData("writer", "_longshore/batches/l.json.gz", true)]
    [InlineData("writer", "_longshore/receipts/b/1.json", false)]
    [InlineData("writer", "in/a", false)]
    [InlineData("sync", "_longshore/batches/l.json.gz", false)]
    [InlineData("deadletter", "_longshore/deadletters/d.json", true)]
    [InlineData("deadletter", "_longshore/scans/s.json", false)]
    public async Task PutObject_ByRole_OnlyInItsOwnFolders(string function, string key, bool allowed)
    {
        using var s3 = await AssumeAsync(function);

        Assert.Equal(allowed, await IsAllowedAsync(() => s3.PutObjectAsync(
            new PutObjectRequest { BucketName = "media", Key = key, ContentBody = "x", IfNoneMatch = "*" }, Cancel)));
    }

    [Theory]
    [InlineData("sync", "in/", true)]
    [InlineData("sync", "_longshore/receipts/b/", true)]
    [InlineData("sync", "", false)]
    [InlineData("sync", "_longshore/", false)]
    [InlineData("cleanup", "in/2026/", true)]
    [InlineData("cleanup", "_longshore/receipts/", true)]
    [InlineData("cleanup", "_longshore/deadletters/", false)]
    [InlineData("schedule", "_longshore/scans/", true)]
    [InlineData("schedule", "in/", false)]
    [InlineData("deadletter", "_longshore/deadletters/2026/", true)]
    public async Task ListObjectsV2_ByRole_OnlyUnderItsPrefixes(string function, string prefix, bool allowed)
    {
        using var s3 = await AssumeAsync(function);

        Assert.Equal(allowed, await IsAllowedAsync(
            () => s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "media", Prefix = prefix }, Cancel)));
    }

    [Theory]
    [InlineData("sync", "in/a", false)]
    [InlineData("sync", "_longshore/receipts/b/1.json", false)]
    [InlineData("sync", "_longshore/uploads/h.json", true)]
    [InlineData("cleanup", "in/a", false)]
    [InlineData("cleanup", "_longshore/cleanups/b/1.json", false)]
    [InlineData("schedule", "_longshore/scans/s.json", false)]
    [InlineData("deadletter", "_longshore/deadletters/d.json", false)]
    public async Task DeleteObject_ByRole_OnlySyncItsUploads(string function, string key, bool allowed)
    {
        using var s3 = await AssumeAsync(function);

        Assert.Equal(allowed, await IsAllowedAsync(() => s3.DeleteObjectAsync("media", key, Cancel)));
    }

    [Fact]
    public async Task PutObject_BySyncWithoutCondition_IsRefused()
    {
        using var s3 = await AssumeAsync("sync");

        Assert.False(await IsAllowedAsync(
            () => s3.PutObjectAsync(new PutObjectRequest { BucketName = "media", Key = "in/a", ContentBody = "x" }, Cancel)));
    }

    [Fact]
    public async Task MultipartUpload_BySync_NeedsTheConditionOnlyAtItsEnd()
    {
        using var s3 = await AssumeAsync("sync");
        var upload = await s3.InitiateMultipartUploadAsync(
            new InitiateMultipartUploadRequest
            {
                BucketName = "media",
                Key = "in/a",
                ChecksumAlgorithm = ChecksumAlgorithm.CRC32,
            }, Cancel);
        using var stream = new MemoryStream([1, 2, 3]);
        var part = await s3.UploadPartAsync(
            new UploadPartRequest
            {
                BucketName = "media",
                Key = "in/a",
                UploadId = upload.UploadId,
                PartNumber = 1,
                InputStream = stream,
            }, Cancel);
        var complete = new CompleteMultipartUploadRequest
        {
            BucketName = "media",
            Key = "in/a",
            UploadId = upload.UploadId,
            PartETags = [new PartETag(1, part.ETag) { ChecksumCRC32 = part.ChecksumCRC32 }],
        };

        Assert.False(await IsAllowedAsync(() => s3.CompleteMultipartUploadAsync(complete, Cancel)));
        complete.IfNoneMatch = "*";
        Assert.True(await IsAllowedAsync(() => s3.CompleteMultipartUploadAsync(complete, Cancel)));
    }

    [Theory]
    [InlineData("sync", "ext-2", "sync-pod")]
    [InlineData("sync", null, "sync-pod")]
    [InlineData("sync", "ext-1", "cleanup-pod")]
    public async Task AssumeRole_NotAsTrusted_IsRefused(string function, string? externalId, string session)
    {
        var refused =
            await Assert.ThrowsAnyAsync<AmazonSecurityTokenServiceException>(() => SessionAsync(function, externalId, session));

        Assert.Equal("AccessDenied", refused.ErrorCode);
    }

    [Fact]
    public async Task ListObjectsV2_ByBaseIdentity_IsRefused()
    {
        using var s3 = Client(new BasicAWSCredentials("AKIDBASE", "base-secret"));

        Assert.False(await IsAllowedAsync(
            () => s3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "media", Prefix = "in/" }, Cancel)));
    }

    [Fact]
    public async Task GetObject_MissingKeyUnderAPrefixThatMayBeListed_AnswersNotFound()
    {
        using var s3 = await AssumeAsync("sync");

        var missing = await Assert.ThrowsAsync<NoSuchKeyException>(() => s3.GetObjectAsync("media", "in/missing", Cancel));

        Assert.Equal(System.Net.HttpStatusCode.NotFound, missing.StatusCode);
    }

    private async Task<AmazonS3Client> AssumeAsync(string function) =>
        Client(await SessionAsync(function, "ext-1", function + "-pod-1"));

    private async Task<Credentials> SessionAsync(string function, string? externalId, string session)
    {
        using var sts = new AmazonSecurityTokenServiceClient(
            new BasicAWSCredentials("AKIDBASE", "base-secret"),
            new AmazonSecurityTokenServiceConfig
            {
                ServiceURL = _server.Endpoint.ToString(),
                AuthenticationRegion = "us-east-1",
            });
        var response = await sts.AssumeRoleAsync(
            new AssumeRoleRequest
            {
                RoleArn = _server.Iam.RoleArn("longshore-" + function),
                RoleSessionName = session,
                ExternalId = externalId,
            }, Cancel);
        return response.Credentials;
    }

    private AmazonS3Client Client(AWSCredentials credentials) => new(
        credentials, new AmazonS3Config
        {
            ServiceURL = _server.Endpoint.ToString(),
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
        });

    private static async Task<bool> IsAllowedAsync(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (AmazonS3Exception refused) when (refused.ErrorCode == "AccessDenied")
        {
            return false;
        }
    }
}
