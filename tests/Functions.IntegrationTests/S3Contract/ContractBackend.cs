using System.Globalization;
using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Longshore.IntegrationTests.S3Contract;

/// <summary>A store that the contract suite runs against, with a bucket of its own that goes when the suite has ended.</summary>
public abstract class ContractBackend : IAsyncLifetime
{
    private AmazonS3Client? _client;

    public abstract string Name { get; }

    /// <summary>Null if it runs; otherwise why it does not.</summary>
    public string? WhyNot { get; private set; }

    /// <summary>Tests by method name that this store is known to fail, each with what it does instead.</summary>
    public virtual IReadOnlyDictionary<string, string> KnownDifferences { get; } = new Dictionary<string, string>();

    /// <summary>Patterns of odd keys that this store will not have, each with the status of its refusal.</summary>
    public virtual IReadOnlyDictionary<string, HttpStatusCode> RefusedKeys { get; } = new Dictionary<string, HttpStatusCode>();

    /// <summary>Whether what is left in it stays after the run; if not, nothing is tidied up.</summary>
    protected virtual bool OutlivesTheTests => true;

    public AmazonS3Client Client => _client ?? throw new InvalidOperationException(WhyNot);

    public AWSCredentials Credentials { get; private set; } = new AnonymousAWSCredentials();

    public string Bucket { get; } = NewBucketName();

    public static string NewBucketName() =>
        "longshore-contract-" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..12];

    public async ValueTask InitializeAsync()
    {
        var (endpoint, credentials, whyNot) = await StartAsync();
        WhyNot = whyNot;
        if (whyNot is not null)
        {
            BackendReport.SetWhyNot(Name, whyNot);
            return;
        }
        Credentials = credentials;
        _client = new AmazonS3Client(credentials, new AmazonS3Config
        {
            ServiceURL = endpoint,
            ForcePathStyle = true,
            AuthenticationRegion = Environment.GetEnvironmentVariable("AWS_REGION") ?? "us-east-1",
            MaxErrorRetry = 1,
        });
        await _client.PutBucketAsync(Bucket);
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null && OutlivesTheTests)
            await EmptyAsync(Bucket);
        _client?.Dispose();
        await StopAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Deletes the bucket with all its versions and uploads: a store that outlives the tests keeps nothing of them.
    /// </summary>
    public async Task EmptyAsync(string bucket)
    {
        var uploads = await Client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = bucket });
        foreach (var upload in uploads.MultipartUploads ?? [])
            await Client.AbortMultipartUploadAsync(bucket, upload.Key, upload.UploadId);
        ListVersionsResponse page;
        do
        {
            // Some of the keys hold what XML cannot.
            page = await Client.ListVersionsAsync(new ListVersionsRequest { BucketName = bucket, Encoding = EncodingType.Url });
            foreach (var version in page.Versions ?? [])
                await Client.DeleteObjectAsync(bucket, WebUtility.UrlDecode(version.Key), version.VersionId);
        }
        while (page.IsTruncated == true);
        await Client.DeleteBucketAsync(bucket);
    }

    /// <summary>Starts the store, or says why it cannot run here; must not hang.</summary>
    protected abstract Task<(string Endpoint, AWSCredentials Credentials, string? WhyNot)> StartAsync();

    protected virtual ValueTask StopAsync() => ValueTask.CompletedTask;

    protected static (string, AWSCredentials, string?) Absent(string whyNot) => ("", new AnonymousAWSCredentials(), whyNot);
}
