using System.Globalization;
using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SecurityToken;

namespace Longshore.IntegrationTests.Iam;

/// <summary>Where one call of one identity is made, and what came of it.</summary>
internal sealed class IamStage(IamBackend backend, AWSCredentials identity) : IDisposable
{
    private readonly AmazonS3Client _s3 = backend.Client(identity);
    private readonly AmazonSecurityTokenServiceClient _sts = backend.Sts(identity);

    public AmazonS3Client Administrator => backend.Administrator;

    /// <summary>A name that nothing has yet.</summary>
    public string Fresh { get; } = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);

    /// <summary>Null until a call was tried.</summary>
    public bool? WasAllowed { get; private set; }

    public string RoleArn(string function) => backend.RoleArn(function);

    public async Task<(string Key, string ETag, string? Version)> SeedAsync(string key)
    {
        var put = await Administrator.PutObjectAsync(
            new PutObjectRequest { BucketName = IamBackend.Bucket, Key = key, ContentBody = "seed", UseChunkEncoding = false });
        return (key, put.ETag, put.VersionId);
    }

    public async Task<(string Key, string Id)> BeginAsync(string key) =>
        (key, (await Administrator.InitiateMultipartUploadAsync(IamBackend.Bucket, key)).UploadId);

    public Task TryAsync(Func<AmazonS3Client, Task> call) => TryAsync(() => call(_s3));

    public Task TryStsAsync(Func<AmazonSecurityTokenServiceClient, Task> call) => TryAsync(() => call(_sts));

    public void Dispose()
    {
        _s3.Dispose();
        _sts.Dispose();
    }

    /// <summary>Only a refusal is a refusal: any other error fails the test.</summary>
    private async Task TryAsync(Func<Task> call)
    {
        try
        {
            await call();
            WasAllowed = true;
        }
        catch (AmazonServiceException refused) when (refused.StatusCode == HttpStatusCode.Forbidden)
        {
            WasAllowed = false;
        }
    }
}
