using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Longshore.Settings;
using SandboxAlgorithm = Longshore.Sandbox.S3.Store.ChecksumAlgorithm;

namespace Longshore.IntegrationTests.Flow;

/// <summary>Promise 2: nothing in S3 is overwritten by different bytes.</summary>
public class ConflictTests
{
    private static async Task<Rig> WithTakenKeyAsync(string policy, bool versioned = false)
    {
        var rig = await Rig.StartAsync(new RigOptions
        {
            Versioned = versioned,
            Settings = new Dictionary<string, string?> { ["Sync:OnConflict"] = policy },
        });
        rig.Write("a.jpg", seed: 1);
        await rig.ScanAsync();
        rig.Write("a.jpg", seed: 2);
        return rig;
    }

    [Fact]
    public async Task KeepBoth_OtherBytes_GoUnderTheirChecksum()
    {
        await using var rig = await WithTakenKeyAsync("KeepBoth");
        var second = File.ReadAllBytes(Path.Combine(rig.Volume, "a.jpg"));

        await rig.ScanAsync();

        Assert.Equal(2, rig.Shipped().Length);
        Assert.Equal(second, rig.Bytes($"a.{Rig.Sha256Of(second)[..16]}.jpg"));
        Assert.Empty(rig.Left());
        Assert.Empty(rig.S3.Store.Journal.Overwrites);
    }

    [Fact]
    public async Task Fail_OtherBytes_StayOnTheVolume()
    {
        await using var rig = await WithTakenKeyAsync("Fail");

        await rig.ScanAsync();

        Assert.Equal(["a.jpg"], rig.Shipped());
        Assert.Equal(["a.jpg"], rig.Left());
        Assert.Equal(1, rig.Events("dev.longshore.batch.synced")[^1].GetProperty("failed").GetInt32());
    }

    [Fact]
    public async Task Overwrite_VersionedBucket_KeepsBothVersions()
    {
        await using var rig = await WithTakenKeyAsync("Overwrite", versioned: true);

        await rig.ScanAsync();

        Assert.Equal(["a.jpg"], rig.Shipped());
        Assert.Empty(rig.Left());
        Assert.Equal(2, rig.S3.Store.Journal.Entries.Count(entry => entry.Key == "a.jpg"));
    }

    [Fact]
    public async Task Overwrite_BucketWithoutVersioning_DoesNotStart()
    {
        await using var rig = await Rig.StartAsync();

        var error =
            await Assert.ThrowsAsync<SettingsException>(() => rig.StartFunctionAsync("sync", ("Sync:OnConflict", "Overwrite")));

        Assert.Contains("Sync__OnConflict", Assert.Single(error.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ObjectOfAnotherTool_SameBytes_IsReadAndPresent()
    {
        await using var rig = await Rig.StartAsync();
        var content = rig.Write("a.jpg");
        using var s3 = Admin(rig);
        await s3.PutObjectAsync(new PutObjectRequest
        {
            BucketName = Rig.Bucket,
            Key = "a.jpg",
            InputStream = new MemoryStream(content),
            UseChunkEncoding = false,
        },
            TestContext.Current.CancellationToken);
        Assert.NotEqual(SandboxAlgorithm.Sha256, rig.Objects.Get("a.jpg")!.Checksum?.Algorithm);

        await rig.ScanAsync();

        Assert.Equal(1, rig.Events("dev.longshore.batch.synced")[^1].GetProperty("present").GetInt32());
        Assert.Empty(rig.Left());
    }

    private static AmazonS3Client Admin(Rig rig)
    {
        rig.S3.Iam.AddAdministrator("AKIAADMIN00000000000", "admin-secret");
        return new AmazonS3Client(new BasicAWSCredentials("AKIAADMIN00000000000", "admin-secret"), new AmazonS3Config
        {
            ServiceURL = rig.S3.Endpoint.ToString(),
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        });
    }
}
