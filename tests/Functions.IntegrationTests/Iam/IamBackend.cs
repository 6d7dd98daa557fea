using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace Longshore.IntegrationTests.Iam;

/// <summary>A store that enforces the policies of knative/iam, with a bucket and everybody's credentials.</summary>
public abstract class IamBackend : IAsyncLifetime
{
    internal const string Bucket = "longshore-iam";
    internal const string ExternalId = "ext-1";

    private readonly Dictionary<string, AWSCredentials> _sessions = new(StringComparer.Ordinal);
    private AmazonS3Client? _administrator;
    private Uri _endpoint = new("http://127.0.0.1");

    /// <summary>Null if it runs; otherwise why it does not.</summary>
    public string? WhyNot { get; private set; }

    internal AmazonS3Client Administrator => _administrator ?? throw new InvalidOperationException(WhyNot);

    protected abstract string Account { get; }

    public async ValueTask InitializeAsync()
    {
        (var endpoint, WhyNot) = await StartAsync();
        if (endpoint is null)
            return;
        _endpoint = endpoint;
        var (administrator, identity) = await PrepareAsync(endpoint);
        _administrator = Client(administrator);
        await _administrator.PutBucketAsync(Bucket);
        await _administrator.PutBucketVersioningAsync(
            new PutBucketVersioningRequest
            {
                BucketName = Bucket,
                VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Enabled },
            });
        await EnforceAsync();
        _sessions["base"] = identity;
        using var sts = Sts(identity);
        foreach (var function in RoleTable.Identities.Skip(1))
        {
            _sessions[function] = (await sts.AssumeRoleAsync(
                new AssumeRoleRequest
                {
                    RoleArn = RoleArn(function),
                    RoleSessionName = $"longshore-{function}-pod",
                    ExternalId = ExternalId,
                })).Credentials;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _administrator?.Dispose();
        await StopAsync();
        GC.SuppressFinalize(this);
    }

    internal AWSCredentials Session(string identity) => _sessions[identity];

    internal string RoleArn(string function) => $"arn:aws:iam::{Account}:role/longshore-{function}";

    internal AmazonS3Client Client(AWSCredentials credentials) => new(credentials, new AmazonS3Config
    {
        ServiceURL = _endpoint.ToString(),
        ForcePathStyle = true,
        AuthenticationRegion = "us-east-1",
        MaxErrorRetry = 0,
        RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
    });

    internal AmazonSecurityTokenServiceClient Sts(AWSCredentials credentials) => new(
        credentials, new AmazonSecurityTokenServiceConfig
        {
            ServiceURL = _endpoint.ToString(),
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 0,
        });

    /// <summary>Starts the store, or says why it cannot run here.</summary>
    protected abstract Task<(Uri? Endpoint, string? WhyNot)> StartAsync();

    /// <summary>Makes users and roles of the files of knative/iam.</summary>
    protected abstract Task<(AWSCredentials Administrator, AWSCredentials Base)> PrepareAsync(Uri endpoint);

    /// <summary>From here on every request is judged.</summary>
    protected virtual Task EnforceAsync() => Task.CompletedTask;

    protected abstract ValueTask StopAsync();
}
