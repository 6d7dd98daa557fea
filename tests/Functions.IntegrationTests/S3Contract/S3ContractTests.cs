using System.Security.Cryptography;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using Longshore.Store;

namespace Longshore.IntegrationTests.S3Contract;

/// <summary>
/// The behaviours of S3 that Longshore stands on, one test each, through AWSSDK.S3. Every store passes the same ones; where
/// one is known to differ, its backend says so and the test is skipped with that reason.
/// </summary>
public abstract partial class S3ContractTests(ContractBackend backend) : IAsyncLifetime
{
    private readonly string _folder = Guid.NewGuid().ToString("N") + "/";

    private AmazonS3Client S3 => backend.Client;
    private string Bucket => backend.Bucket;
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        if (backend.WhyNot is not null)
            Assert.Skip(backend.WhyNot);
        var method = TestContext.Current.TestMethod!.MethodName;
        if (backend.KnownDifferences.TryGetValue(method, out var difference))
        {
            BackendReport.AddKnownDifference(backend.Name);
            Assert.Skip($"{backend.Name}: {difference}");
        }
        BackendReport.AddRun(backend.Name);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>A key that no other test uses.</summary>
    private string Key(string name = "object") => _folder + name;

    private Task<PutObjectResponse> PutAsync(string key, string content, Action<PutObjectRequest>? also = null)
    {
        var request = new PutObjectRequest { BucketName = Bucket, Key = key, ContentBody = content };
        also?.Invoke(request);
        return S3.PutObjectAsync(request, Cancel);
    }

    private async Task<string> GetAsync(string key)
    {
        using var response = await S3.GetObjectAsync(Bucket, key, Cancel);
        using var reader = new StreamReader(response.ResponseStream);
        return await reader.ReadToEndAsync(Cancel);
    }

    private Task<GetObjectMetadataResponse> HeadAsync(string key) => S3.GetObjectMetadataAsync(
        new GetObjectMetadataRequest { BucketName = Bucket, Key = key, ChecksumMode = ChecksumMode.ENABLED }, Cancel);

    private static string Sha256(string content) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private static byte[] Md5(byte[] content) => CryptographicOperations.HashData(HashAlgorithmName.MD5, content);

    /// <summary>Of a call through the SDK or through Longshore's own requests.</summary>
    private static async Task RefusedAsync(Task call, int status, string code)
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => call);
        var told = refused is AmazonS3Exception ofTheSdk
            ? new(ofTheSdk.Message, ofTheSdk.StatusCode, ofTheSdk.ErrorCode) : Assert.IsType<RequestRefusedException>(refused);
        Assert.Equal((status, code), ((int)told.Status, told.Code));
    }
}
