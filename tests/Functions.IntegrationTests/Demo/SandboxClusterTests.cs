using System.Globalization;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using Longshore.IntegrationTests.Manifests;
using Longshore.Sandbox.Demo;
using Longshore.Sandbox.Writer;

namespace Longshore.IntegrationTests.Demo;

/// <summary>The cluster without its functions: what it tells them, and the read-back over real HTTP.</summary>
public sealed class SandboxClusterTests : IAsyncLifetime
{
    private readonly string _volume = Directory.CreateTempSubdirectory("longshore-cluster-").FullName;
    private SandboxCluster? _cluster;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SandboxCluster Cluster => _cluster ?? throw new InvalidOperationException("The cluster was not started.");

    public static TheoryData<string> Functions => [.. AppFunctions.DefaultNames];

    public async ValueTask InitializeAsync() => _cluster = await SandboxCluster.StartAsync(
        new ClusterOptions { Manifests = Repository.Manifests, Iam = Repository.Iam, Volume = _volume }, Cancellation);

    [Theory]
    [MemberData(nameof(Functions))]
    public void Environment_OfAFunction_IsWhatItsManifestGivesIt(string function)
    {
        var (bound, mounts) = (AppFunctions.Emitters.Contains(function), AppFunctions.WithVolume.Contains(function));
        var environment = Cluster.EnvironmentOf(Cluster.Manifests.Services.Single(service => service.Name == function));

        Assert.Equal(function, environment["FUNCTIONS"]);
        Assert.Equal(Cluster.Services[function].Port.ToString(CultureInfo.InvariantCulture), environment["PORT"]);
        Assert.EndsWith($":role/longshore-{function}", environment["S3__RoleArn"], StringComparison.Ordinal);
        Assert.Equal(bound ? Cluster.Sink.ToString() : null, environment.GetValueOrDefault("K_SINK"));
        Assert.Equal(mounts ? _volume : null, environment.GetValueOrDefault("Volume__Root"));
        Assert.DoesNotContain(StoreHost.Administrator.AccessKeyId, environment.Values);
    }

    [Fact]
    public async Task ReadBack_EveryFileInTheBucket_MismatchesNothing()
    {
        var files = await PutAsync(1100);
        using var bucket = Cluster.Store.Reader();

        var read = await ReadBack.CompareAsync(bucket, files, Cancellation);

        Assert.Equal((1100, 0), (read.Objects, read.Mismatched));
        Assert.Equal(1100, Cluster.Store.Objects);
    }

    [Fact]
    public async Task ReadBack_OneOtherOneAbsentOneStranger_NamesThem()
    {
        var files = (await PutAsync(10)).ToList();
        files[3] = files[3] with { Sha256 = new string('0', 64) };
        files.Add(new WrittenFile("absent file.jpg", new string('0', 64), 1));
        files.RemoveAt(0);
        using var bucket = Cluster.Store.Reader();

        var read = await ReadBack.CompareAsync(bucket, files, Cancellation);

        Assert.Equal((10, 3), (read.Objects, read.Mismatched));
        Assert.Equal(["absent file.jpg", "f 0 + ü&=.jpg", "f 3 + ü&=.jpg"], read.Wrong);
    }

    [Fact]
    public async Task Read_WithAWrongSecret_IsRefusedByS3()
    {
        using var bucket = new BucketReader(Cluster.Store.Endpoint, Cluster.Store.Bucket,
            new Signature(StoreHost.Administrator.AccessKeyId, "wrong", Cluster.Store.Region, TimeProvider.System));

        var refusal = await Assert.ThrowsAsync<HttpRequestException>(() => bucket.ListAsync("", Cancellation));

        Assert.Contains("SignatureDoesNotMatch", refusal.Message, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        Directory.Delete(_volume, recursive: true);
    }

    /// <summary>Puts objects with awkward names through the AWS SDK.</summary>
    private async Task<WrittenFile[]> PutAsync(int count)
    {
        using var client = new AmazonS3Client(StoreHost.Administrator.AccessKeyId, StoreHost.Administrator.SecretAccessKey,
            new AmazonS3Config
            {
                ServiceURL = Cluster.Store.Endpoint.ToString(),
                AuthenticationRegion = Cluster.Store.Region,
                ForcePathStyle = true,
            });
        var files = new WrittenFile[count];
        await Parallel.ForAsync(0, count, Cancellation, async (index, token) =>
        {
            var content = RandomNumberGenerator.GetBytes(100);
            var key = string.Create(CultureInfo.InvariantCulture, $"f {index} + ü&=.jpg");
            await client.PutObjectAsync(new PutObjectRequest
            {
                BucketName = Cluster.Store.Bucket,
                Key = key,
                InputStream = new MemoryStream(content),
            }, token);
            files[index] = new WrittenFile(key, Convert.ToHexStringLower(SHA256.HashData(content)), content.Length);
        });
        return files;
    }
}
