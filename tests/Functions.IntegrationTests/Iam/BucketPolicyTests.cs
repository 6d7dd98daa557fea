using System.Net;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Longshore.IntegrationTests.Manifests;
using Longshore.Sandbox.Demo;
using Longshore.Sandbox.Iam;
using Longshore.Sandbox.S3;

namespace Longshore.IntegrationTests.Iam;

/// <summary>
/// <c>bucket-policy.json</c> and <c>eks/base-policy.json</c>, which no role of the table has. The sandbox knows no bucket
/// policies; this one denies to everybody and allows nothing, so that it says the same when it is attached to a user who may do
/// everything else.
/// </summary>
public sealed class BucketPolicyTests : IAsyncLifetime
{
    private const string Bucket = "longshore-policy";
    private static readonly IamPlaceholders Placeholders = new(Bucket, "123456789012", "ext-1", RoleCalls.Prefix);

    private S3Server? _server;
    private AmazonS3Client? _s3;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private AmazonS3Client S3 => _s3!;

    public static TheoryData<string> Roles => [.. LongshoreIam.Functions(Repository.Iam)];

    public async ValueTask InitializeAsync() => await StartAsync(secure: true);

    public async ValueTask DisposeAsync()
    {
        _s3?.Dispose();
        await _server!.DisposeAsync();
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("*", true)]
    public async Task Put_ByAnybody_NeedsACondition(string? ifNoneMatch, bool allowed) =>
        Assert.Equal(allowed, await IsAllowedAsync(() => PutAsync("a", ifNoneMatch, null)));

    [Fact]
    public async Task Put_OverWhatWasSeen_IsAllowed()
    {
        var seen = await PutAsync("b", "*", null);

        Assert.False(await IsAllowedAsync(() => PutAsync("b", null, null)));
        Assert.True(await IsAllowedAsync(() => PutAsync("b", null, seen.ETag)));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("*", true)]
    public async Task Multipart_ByAnybody_NeedsItsConditionAtTheEnd(string? ifNoneMatch, bool allowed)
    {
        var upload = await S3.InitiateMultipartUploadAsync(Bucket, "m", Cancel);
        using var body = new MemoryStream([1]);
        var part = await S3.UploadPartAsync(
            new UploadPartRequest
            {
                BucketName = Bucket,
                Key = "m",
                UploadId = upload.UploadId,
                PartNumber = 1,
                InputStream = body,
                UseChunkEncoding = false,
            }, Cancel);

        Assert.Equal(allowed, await IsAllowedAsync(() => S3.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest
        {
            BucketName = Bucket,
            Key = "m",
            UploadId = upload.UploadId,
            PartETags = [new PartETag(1, part.ETag)],
            IfNoneMatch = ifNoneMatch,
        }, Cancel)));
    }

    [Fact]
    public async Task Get_WithoutTls_IsRefused()
    {
        Assert.True(await IsAllowedAsync(() => S3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Bucket }, Cancel)));
        await DisposeAsync();
        await StartAsync(secure: false);

        Assert.False(await IsAllowedAsync(() => S3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Bucket }, Cancel)));
    }

    [Fact]
    public void Statements_OfTheBucketsPolicy_DenyToEverybody() =>
        Assert.All(Statements(),
            static statement => Assert.Equal(("Deny", "*"), ((string)statement["Effect"]!, (string)statement["Principal"]!)));

    [Theory]
    [MemberData(nameof(Roles))]
    public void BaseRole_OfAFunctionOnEks_AssumesItsOwnRoleAlone(string function)
    {
        var file = File.ReadAllText(Path.Combine(KnativeFolder.Path, "iam", "eks", "base-policy.json"))
            .Replace("${FUNCTION}", function, StringComparison.Ordinal);
        var policy =
            PolicyParser.Parse(Placeholders.Substitute(file, "base-policy.json"), "base-policy.json", PolicyKind.Identity);

        var allowed = LongshoreIam.Functions(Repository.Iam).Where(other => PolicyEvaluator.Decide(
            [policy], new AccessRequest("sts:AssumeRole", $"arn:aws:iam::{Placeholders.Account}:role/longshore-{other}",
                static _ => null)) == PolicyVerdict.Allow);

        Assert.Equal([function], allowed);
    }

    private static JsonObject[] Statements()
    {
        var file = Placeholders.Substitute(File.ReadAllText(Path.Combine(KnativeFolder.Path, "iam", "bucket-policy.json")),
            "bucket-policy.json");
        return [.. JsonNode.Parse(file)!["Statement"]!.AsArray().Select(static statement => statement!.AsObject())];
    }

    private async Task StartAsync(bool secure)
    {
        var everything = new JsonObject { ["Effect"] = "Allow", ["Action"] = "*", ["Resource"] = "*" };
        var denials = Statements().Select(static statement =>
        {
            var own = statement.DeepClone().AsObject();
            own.Remove("Principal");
            return own;
        });
        var policy = new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray([everything, .. denials]) };
        var iam = new IamDirectory();
        iam.AddUser("person", "AKIAPERSON", "person-secret",
            PolicyParser.Parse(policy.ToJsonString(), "bucket-policy.json", PolicyKind.Identity));
        _server = await S3Server.StartAsync(
            new S3ServerOptions { Iam = iam, Buckets = [Bucket], MinimumPartSize = 1, SecureTransport = secure });
        _s3 = new AmazonS3Client(new BasicAWSCredentials("AKIAPERSON", "person-secret"), new AmazonS3Config
        {
            ServiceURL = _server.Endpoint.ToString(),
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 0,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });
    }

    private Task<PutObjectResponse> PutAsync(string key, string? ifNoneMatch, string? ifMatch) => S3.PutObjectAsync(
        new PutObjectRequest
        {
            BucketName = Bucket,
            Key = key,
            ContentBody = "x",
            UseChunkEncoding = false,
            IfNoneMatch = ifNoneMatch,
            IfMatch = ifMatch,
        }, Cancel);

    private static async Task<bool> IsAllowedAsync(Func<Task> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (AmazonServiceException refused) when (refused.StatusCode == HttpStatusCode.Forbidden)
        {
            return false;
        }
    }
}
