using Amazon.S3.Model;

namespace Longshore.IntegrationTests.S3Contract;

public abstract partial class S3ContractTests
{
    [Theory]
    [InlineData("bytes=2-4", "234")]
    [InlineData("bytes=7-", "789")]
    [InlineData("bytes=-2", "89")]
    [InlineData("bytes=8-100", "89")]
    public async Task GetObject_Range_ReturnsThoseBytes(string range, string expected)
    {
        await PutAsync(Key(), "0123456789");

        using var response = await S3.GetObjectAsync(
            new GetObjectRequest { BucketName = Bucket, Key = Key(), ByteRange = new ByteRange(range) }, Cancel);

        using var reader = new StreamReader(response.ResponseStream);
        Assert.Equal(expected, await reader.ReadToEndAsync(Cancel));
        Assert.EndsWith("/10", response.ContentRange, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetObject_RangeBeyondTheEnd_IsInvalid()
    {
        await PutAsync(Key(), "0123456789");

        var get = S3.GetObjectAsync(
            new GetObjectRequest { BucketName = Bucket, Key = Key(), ByteRange = new ByteRange("bytes=10-12") }, Cancel);

        await RefusedAsync(get, 416, "InvalidRange");
    }

    [Fact]
    public async Task GetObject_MissingKey_AnswersNoSuchKey() => await RefusedAsync(GetAsync(Key()), 404, "NoSuchKey");

    [Fact]
    public async Task HeadObject_MissingKey_Answers404() => await RefusedAsync(HeadAsync(Key()), 404, "NotFound");

    [Fact]
    public async Task GetObject_IfMatchOfOtherETag_Answers412()
    {
        await PutAsync(Key(), "content");

        var get = S3.GetObjectAsync(new GetObjectRequest
        {
            BucketName = Bucket,
            Key = Key(),
            EtagToMatch = "\"00000000000000000000000000000000\"",
        }, Cancel);

        await RefusedAsync(get, 412, "PreconditionFailed");
    }

    [Fact]
    public async Task HeadObject_WithoutChecksumMode_TellsNoChecksum()
    {
        await PutAsync(Key(), "content", put => put.ChecksumSHA256 = Sha256("content"));

        var head = await S3.GetObjectMetadataAsync(Bucket, Key(), Cancel);

        Assert.Null(head.ChecksumSHA256);
    }

    [Fact]
    public async Task HeadObject_AfterOverwrite_TellsTheNewETagAndSize()
    {
        await PutAsync(Key(), "first");
        var second = await PutAsync(Key(), "second one");

        var head = await HeadAsync(Key());

        Assert.Equal((second.ETag, 10L), (head.ETag, head.ContentLength));
    }

    [Fact]
    public async Task GetObjectAttributes_Sha256_TellsChecksumAndSize()
    {
        await PutAsync(Key(), "content", put => put.ChecksumSHA256 = Sha256("content"));

        var attributes = await S3.GetObjectAttributesAsync(new GetObjectAttributesRequest
        {
            BucketName = Bucket,
            Key = Key(),
            ObjectAttributes = [Amazon.S3.ObjectAttributes.Checksum, Amazon.S3.ObjectAttributes.ObjectSize],
        }, Cancel);

        Assert.Equal((Sha256("content"), 7L), (attributes.Checksum.ChecksumSHA256, attributes.ObjectSize));
    }

    [Fact]
    public async Task CopyObject_OtherKey_HasTheSameBytes()
    {
        await PutAsync(Key("from"), "content");

        await S3.CopyObjectAsync(Bucket, Key("from"), Bucket, Key("to"), Cancel);

        Assert.Equal("content", await GetAsync(Key("to")));
    }
}
