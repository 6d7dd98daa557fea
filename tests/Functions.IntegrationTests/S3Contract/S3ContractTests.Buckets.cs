using Amazon.S3;
using Amazon.S3.Model;

namespace Longshore.IntegrationTests.S3Contract;

public abstract partial class S3ContractTests
{
    [Fact]
    public async Task DeleteObject_MissingKey_IsNoError() => await S3.DeleteObjectAsync(Bucket, Key(), Cancel);

    [Fact]
    public async Task DeleteObject_ExistingKey_IsGone()
    {
        await PutAsync(Key(), "content");

        await S3.DeleteObjectAsync(Bucket, Key(), Cancel);

        await RefusedAsync(GetAsync(Key()), 404, "NoSuchKey");
    }

    [Fact]
    public async Task DeleteObjects_SeveralKeys_AreGone()
    {
        await PutAsync(Key("a"), "x");
        await PutAsync(Key("b"), "x");

        var deleted = await S3.DeleteObjectsAsync(
            new DeleteObjectsRequest
            {
                BucketName = Bucket,
                Objects = [new() { Key = Key("a") }, new() { Key = Key("b") }, new() { Key = Key("c") }],
            }, Cancel);

        Assert.Equal(3, deleted.DeletedObjects.Count);
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task HeadBucket_Existing_Answers() =>
        await S3.HeadBucketAsync(new HeadBucketRequest { BucketName = Bucket }, Cancel);

    [Fact]
    public async Task HeadBucket_Missing_Answers404()
    {
        var refused = await Assert.ThrowsAnyAsync<AmazonS3Exception>(
            () => S3.HeadBucketAsync(new HeadBucketRequest { BucketName = ContractBackend.NewBucketName() }, Cancel));

        Assert.Equal(System.Net.HttpStatusCode.NotFound, refused.StatusCode);
    }

    [Fact]
    public async Task GetBucketVersioning_NeverSet_IsOff()
    {
        var versioning = await S3.GetBucketVersioningAsync(Bucket, Cancel);

        Assert.NotEqual(VersionStatus.Enabled, versioning.VersioningConfig.Status);
    }

    [Fact]
    public async Task PutObject_InVersionedBucket_KeepsTheOldVersion()
    {
        var bucket = ContractBackend.NewBucketName();
        await S3.PutBucketAsync(bucket, Cancel);
        await S3.PutBucketVersioningAsync(
            new PutBucketVersioningRequest
            {
                BucketName = bucket,
                VersioningConfig = new() { Status = VersionStatus.Enabled },
            }, Cancel);
        Assert.Equal(VersionStatus.Enabled, (await S3.GetBucketVersioningAsync(bucket, Cancel)).VersioningConfig.Status);

        var first =
            await S3.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "a", ContentBody = "first" }, Cancel);
        var second =
            await S3.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "a", ContentBody = "second" }, Cancel);
        await S3.DeleteObjectAsync(bucket, "a", Cancel);

        using var old = await S3.GetObjectAsync(bucket, "a", first.VersionId, Cancel);
        using var reader = new StreamReader(old.ResponseStream);
        Assert.Equal("first", await reader.ReadToEndAsync(Cancel));
        var versions = await S3.ListVersionsAsync(bucket, Cancel);
        Assert.Equal(
            [(true, true), (false, false), (false, false)],
            versions.Versions.Select(version => (version.IsDeleteMarker ?? false, version.IsLatest ?? false))
                .OrderByDescending(v => v.Item1));
        Assert.Equal(
            new[] { first.VersionId, second.VersionId }.Order(),
            versions.Versions.Where(version => version.IsDeleteMarker != true).Select(version => version.VersionId).Order());
        await backend.EmptyAsync(bucket);
    }
}
