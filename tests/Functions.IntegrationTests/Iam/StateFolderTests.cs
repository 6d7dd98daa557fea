using System.Net;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Longshore.IntegrationTests.Manifests;
using Longshore.Sandbox.Demo;
using Longshore.Sandbox.Iam;
using Longshore.Sandbox.S3;
using Longshore.Store;
using Longshore.Store.Identity;

namespace Longshore.IntegrationTests.Iam;

/// <summary>
/// The table "State folders" of docs/security.md against the policies, the lifecycle rules and the session policy.
/// </summary>
public sealed class StateFolderTests
{
    private const string Bucket = "longshore-state";
    private const string Account = "123456789012";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> RolesAndPrefixes
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var function in LongshoreIam.Functions(Repository.Iam))
            {
                foreach (var prefix in new[] { "", "volume/", "/own/" })
                    all.Add(function, prefix);
            }

            return all;
        }
    }

    [Fact]
    public void Table_OfFolders_IsThere()
    {
        Assert.Equal(["batches/", "catalogue/", "cleanups/", "deadletters/", "holds/", "probe/", "receipts/", "restores/",
            "scans/", "uploads/"],
            StateFolder.All.Select(static folder => folder.Name).Order(StringComparer.Ordinal));
        Assert.Contains(StateFolder.All, static folder => folder.Writers.Count == 0);
    }

    /// <summary>Whatever the prefix is: an empty one is the whole bucket.</summary>
    [Theory]
    [MemberData(nameof(RolesAndPrefixes))]
    public async Task Role_InEveryFolder_MayDoWhatItsRowSays(string function, string prefix)
    {
        var iam = LongshoreIam.Load(Path.Combine(KnativeFolder.Path, "iam"),
            new IamPlaceholders(Bucket, Account, "ext-1", prefix), "AKIABASE", "base-secret");
        iam.AddAdministrator("AKIAADMIN", "admin-secret");
        await using var server = await S3Server.StartAsync(new S3ServerOptions { Iam = iam, Buckets = [Bucket] }, Cancel);
        using var administrator = Client(server, new BasicAWSCredentials("AKIAADMIN", "admin-secret"));
        using var s3 = Client(server, await SessionAsync(server, function));
        var wrong = new List<string>();
        async Task Expect(bool allowed, string what, Func<Task> call)
        {
            if (await IsAllowedAsync(call) != allowed)
                wrong.Add($"{function} {(allowed ? "may not" : "may")} {what}");
        }

        foreach (var folder in StateFolder.All)
        {
            var (at, writes) = (StateFolder.Root + folder.Name, folder.Writers.Contains(function));
            await administrator.PutObjectAsync(new PutObjectRequest
            {
                BucketName = Bucket,
                Key = at + "seen",
                ContentBody = "seen",
                UseChunkEncoding = false,
            }, Cancel);
            var seen = (await administrator.GetObjectMetadataAsync(Bucket, at + "seen", Cancel)).ETag;
            await Expect(writes, $"write in {at}", () => PutAsync(s3, at + "new", "*", null));
            await Expect(false, $"write in {at} without a condition", () => PutAsync(s3, at + "unseen", null, null));
            await Expect(writes && folder.IsReplacedIfSeen, $"replace in {at}", () => PutAsync(s3, at + "seen", null, seen));
            await Expect(writes, $"complete an upload in {at}", () => CompleteAsync(s3, at + "parts", "*", null));
            await Expect(false, $"complete one in {at} without a condition", () => CompleteAsync(s3, at + "seen", null, null));
            var current = (await administrator.GetObjectMetadataAsync(Bucket, at + "seen", Cancel)).ETag;
            await Expect(writes && folder.IsReplacedIfSeen, $"replace in {at} by parts",
                () => CompleteAsync(s3, at + "seen", null, current));
            await Expect(folder.Readers.Contains(function), $"read in {at}",
                async () => (await s3.GetObjectAsync(Bucket, at + "seen", Cancel)).Dispose());
            await Expect(writes && folder.IsReplacedIfSeen, $"delete in {at}",
                () => s3.DeleteObjectAsync(Bucket, at + "seen", Cancel));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Lifecycle_DropsWhatTheTableSays_AndNothingElse()
    {
        var rules =
            JsonNode.Parse(File.ReadAllText(Path.Combine(KnativeFolder.Path, "iam", "lifecycle.json")))!["Rules"]!.AsArray()
            .Select(static rule => (Prefix: rule!["Filter"]!["Prefix"]?.GetValue<string>()
                ?? rule["Filter"]!["And"]!["Prefix"]!.GetValue<string>(), Rule: rule)).ToArray();

        Assert.All(StateFolder.All, folder =>
        {
            var key = "${STATE_PREFIX}" + folder.Name;
            var expiring = rules.Where(rule => rule.Rule["Expiration"] is not null
                && (key.StartsWith(rule.Prefix, StringComparison.Ordinal)
                || rule.Prefix.StartsWith(key, StringComparison.Ordinal))).ToArray();
            Assert.Equal(folder.Days, expiring.SingleOrDefault().Rule?["Expiration"]!["Days"]!.GetValue<int>());
            // Where versions are kept, an expired object leaves one.
            Assert.All(expiring, static rule =>
                Assert.Equal(1, rule.Rule["NoncurrentVersionExpiration"]!["NoncurrentDays"]!.GetValue<int>()));
        });
        Assert.All(rules, static rule =>
            Assert.True(rule.Rule["Expiration"] is null || rule.Prefix.StartsWith("${STATE_PREFIX}", StringComparison.Ordinal)));
    }

    /// <summary>
    /// The policy that goes with each AssumeRole takes nothing from a role's row, and gives nothing outside of prefix and state
    /// prefix.
    /// </summary>
    [Theory]
    [InlineData("volume/")]
    [InlineData("/own/")]
    public void SessionPolicy_ReachesEveryFolder_AndNothingBesides(string prefix)
    {
        var policy = PolicyParser.Parse(
            SessionPolicy.For(new S3Options
            {
                Bucket = Bucket,
                Prefix = prefix,
                RoleArn = $"arn:aws:iam::{Account}:role/longshore-sync",
            }), "session policy", PolicyKind.Identity);
        bool Reaches(string key) => PolicyEvaluator.Decide([policy],
            new AccessRequest("s3:PutObject", $"arn:aws:s3:::{Bucket}/{key}", static _ => null)) == PolicyVerdict.Allow;

        Assert.All(StateFolder.All, folder => Assert.True(Reaches($"{StateFolder.Root}{folder.Name}a")));
        Assert.True(Reaches(prefix + "a"));
        Assert.False(Reaches("elsewhere/a"));
    }

    private static Task<PutObjectResponse> PutAsync(AmazonS3Client s3, string key, string? ifNoneMatch, string? ifMatch) =>
        s3.PutObjectAsync(
        new PutObjectRequest
        {
            BucketName = Bucket,
            Key = key,
            ContentBody = "x",
            UseChunkEncoding = false,
            IfNoneMatch = ifNoneMatch,
            IfMatch = ifMatch,
        }, Cancel);

    /// <summary>S3 looks at the conditions when an upload is completed, not when it begins.</summary>
    private static async Task CompleteAsync(AmazonS3Client s3, string key, string? ifNoneMatch, string? ifMatch)
    {
        var upload = await s3.InitiateMultipartUploadAsync(Bucket, key, Cancel);
        using var body = new MemoryStream([1]);
        var part = await s3.UploadPartAsync(new UploadPartRequest
        {
            BucketName = Bucket,
            Key = key,
            UploadId = upload.UploadId,
            PartNumber = 1,
            InputStream = body,
            UseChunkEncoding = false,
        }, Cancel);
        await s3.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest
        {
            BucketName = Bucket,
            Key = key,
            UploadId = upload.UploadId,
            PartETags = [new PartETag(1, part.ETag)],
            IfNoneMatch = ifNoneMatch,
            IfMatch = ifMatch,
        }, Cancel);
    }

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

    private static async Task<AWSCredentials> SessionAsync(S3Server server, string function)
    {
        using var sts = new AmazonSecurityTokenServiceClient(new BasicAWSCredentials("AKIABASE", "base-secret"),
            new AmazonSecurityTokenServiceConfig { ServiceURL = server.Endpoint.ToString(), AuthenticationRegion = "us-east-1" });
        return (await sts.AssumeRoleAsync(
            new AssumeRoleRequest
            {
                RoleArn = server.Iam.RoleArn("longshore-" + function),
                RoleSessionName = $"longshore-{function}-pod",
                ExternalId = "ext-1",
            }, Cancel)).Credentials;
    }

    private static AmazonS3Client Client(S3Server server, AWSCredentials credentials) => new(credentials, new AmazonS3Config
    {
        ServiceURL = server.Endpoint.ToString(),
        ForcePathStyle = true,
        AuthenticationRegion = "us-east-1",
        MaxErrorRetry = 0,
        RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
    });
}
