using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Longshore.Settings;
using Longshore.Stage;
using SandboxAlgorithm = Longshore.Sandbox.S3.Store.ChecksumAlgorithm;

namespace Longshore.IntegrationTests.Flow;

/// <summary>Promise 2: nothing in S3 is overwritten by different bytes.</summary>
public class ConflictTests
{
    private static async Task<Cluster> WithTakenKeyAsync(string policy, bool versioned = false)
    {
        var cluster = await Cluster.StartAsync(StageOptions.HourAhead with
        {
            Versioned = versioned,
            Settings = new Dictionary<string, string?> { ["Sync:OnConflict"] = policy },
        });
        cluster.Write("a.jpg", seed: 1);
        await cluster.ScanAsync();
        cluster.Write("a.jpg", seed: 2);
        return cluster;
    }

    [Fact]
    public async Task KeepBoth_OtherBytes_GoUnderTheirChecksum()
    {
        await using var cluster = await WithTakenKeyAsync("KeepBoth");
        var second = File.ReadAllBytes(Path.Combine(cluster.Volume, "a.jpg"));

        await cluster.ScanAsync();

        Assert.Equal(2, cluster.Shipped().Length);
        Assert.Equal(second, cluster.Bytes($"a.{Scenes.Sha256Of(second)[..16]}.jpg"));
        Assert.Empty(cluster.Left());
        Assert.Empty(cluster.S3.Store.Journal.Overwrites);
    }

    [Fact]
    public async Task Fail_OtherBytes_StayOnTheVolume()
    {
        await using var cluster = await WithTakenKeyAsync("Fail");

        await cluster.ScanAsync();

        Assert.Equal(["a.jpg"], cluster.Shipped());
        Assert.Equal(["a.jpg"], cluster.Left());
        Assert.Equal(1, cluster.Payloads("dev.longshore.batch.synced")[^1].GetProperty("failed").GetInt32());
    }

    [Fact]
    public async Task Overwrite_VersionedBucket_KeepsBothVersions()
    {
        await using var cluster = await WithTakenKeyAsync("Overwrite", versioned: true);

        await cluster.ScanAsync();

        Assert.Equal(["a.jpg"], cluster.Shipped());
        Assert.Empty(cluster.Left());
        Assert.Equal(2, cluster.S3.Store.Journal.Entries.Count(entry => entry.Key == "a.jpg"));
    }

    [Fact]
    public async Task Overwrite_BucketWithoutVersioning_DoesNotStart()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);

        var error =
            await Assert.ThrowsAsync<SettingsException>(
                () => cluster.StartFunctionAsync("sync", ("Sync:OnConflict", "Overwrite")));

        Assert.Contains("Sync__OnConflict", Assert.Single(error.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ObjectOfAnotherTool_SameBytes_IsReadAndPresent()
    {
        await using var cluster = await Cluster.StartAsync(StageOptions.HourAhead);
        var content = cluster.Write("a.jpg");
        using var s3 = Admin(cluster);
        await s3.PutObjectAsync(new PutObjectRequest
        {
            BucketName = Cluster.Bucket,
            Key = "a.jpg",
            InputStream = new MemoryStream(content),
            UseChunkEncoding = false,
        },
            TestContext.Current.CancellationToken);
        Assert.NotEqual(SandboxAlgorithm.Sha256, cluster.Objects.Get("a.jpg")!.Checksum?.Algorithm);

        await cluster.ScanAsync();

        Assert.Equal(1, cluster.Payloads("dev.longshore.batch.synced")[^1].GetProperty("present").GetInt32());
        Assert.Empty(cluster.Left());
    }

    private static AmazonS3Client Admin(Cluster cluster)
    {
        cluster.S3.Iam.AddAdministrator("AKIAADMIN00000000000", "admin-secret");
        return new AmazonS3Client(new BasicAWSCredentials("AKIAADMIN00000000000", "admin-secret"), new AmazonS3Config
        {
            ServiceURL = cluster.S3.Endpoint.ToString(),
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        });
    }
}
