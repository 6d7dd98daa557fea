using System.Text;
using Amazon.S3;
using Amazon.S3.Model;

namespace Longshore.IntegrationTests.S3Contract;

public abstract partial class S3ContractTests
{
    public static TheoryData<string, string> Checksums => new()
    {
        // Of the ASCII digits 1 to 9: for the CRCs the check value that their catalogues list.
        { "CRC32", "y/Q5Jg==" },
        { "CRC32C", "4waSgw==" },
        { "CRC64NVME", "rosUhgp5mIg=" },
        { "SHA1", "98O8HYCOBHMq32eZZczDTKeuNEE=" },
        { "SHA256", "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=" },
    };

    [Fact]
    public async Task PutObject_NewKey_ReturnsTheMd5AsETag()
    {
        var response = await PutAsync(Key(), "hello");

        Assert.Equal("\"5d41402abc4b2a76b9719d911017c592\"", response.ETag);
    }

    [Fact]
    public async Task PutObject_IfNoneMatchOnNewKey_Stores()
    {
        await PutAsync(Key(), "first", put => put.IfNoneMatch = "*");

        Assert.Equal("first", await GetAsync(Key()));
    }

    [Fact]
    public async Task PutObject_IfNoneMatchOnExistingKey_Answers412AndKeepsTheBytes()
    {
        await PutAsync(Key(), "first");

        await RefusedAsync(PutAsync(Key(), "second", put => put.IfNoneMatch = "*"), 412, "PreconditionFailed");

        Assert.Equal("first", await GetAsync(Key()));
    }

    [Fact]
    public async Task PutObject_IfNoneMatchByManyAtOnce_LetsOneWin()
    {
        var attempts = Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                await PutAsync(Key(), $"writer {i}", put => put.IfNoneMatch = "*");
                return i;
            }
            catch (AmazonS3Exception lost) when (lost.ErrorCode is "PreconditionFailed" or "ConditionalRequestConflict")
            {
                return -1;
            }
        });

        var winner = Assert.Single(await Task.WhenAll(attempts), i => i >= 0);

        Assert.Equal($"writer {winner}", await GetAsync(Key()));
    }

    [Fact]
    public async Task PutObject_IfMatchOfOtherETag_Answers412()
    {
        await PutAsync(Key(), "first");

        await RefusedAsync(PutAsync(Key(), "second", put => put.IfMatch = "\"00000000000000000000000000000000\""), 412,
            "PreconditionFailed");
    }

    [Theory]
    [MemberData(nameof(Checksums))]
    public async Task PutObject_WithChecksum_KeepsAndReturnsIt(string algorithm, string value)
    {
        await PutAsync(Key(), "123456789", put => SetChecksum(put, algorithm, value));

        var head = await HeadAsync(Key());
        Assert.Equal(value, ChecksumOf(head, algorithm));
    }

    [Theory]
    [InlineData("CRC32", "AAAAAA==")]
    [InlineData("CRC64NVME", "AAAAAAAAAAA=")]
    [InlineData("SHA256", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public async Task PutObject_WrongChecksum_IsRefusedAndStoresNothing(string algorithm, string value)
    {
        await RefusedAsync(PutAsync(Key(), "123456789", put => SetChecksum(put, algorithm, value)), 400, "BadDigest");

        await RefusedAsync(GetAsync(Key()), 404, "NoSuchKey");
    }

    [Fact]
    public async Task PutObject_WrongContentMd5_IsRefused()
    {
        var other = Convert.ToBase64String(Md5([1, 2, 3]));

        await RefusedAsync(PutAsync(Key(), "content", put => put.MD5Digest = other), 400, "BadDigest");
    }

    [Fact]
    public async Task PutObject_StreamWithTrailingChecksum_KeepsIt()
    {
        var content = new string('x', 300_000);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(content));

        await S3.PutObjectAsync(new PutObjectRequest
        {
            BucketName = Bucket,
            Key = Key(),
            InputStream = stream,
            ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
        }, Cancel);

        Assert.Equal(Sha256(content), (await HeadAsync(Key())).ChecksumSHA256);
        Assert.Equal(content, await GetAsync(Key()));
    }

    [Fact]
    public async Task PutObject_EmptyBody_IsAnObject()
    {
        await PutAsync(Key(), "");

        Assert.Equal(0, (await HeadAsync(Key())).ContentLength);
    }

    [Fact]
    public async Task PutObject_Metadata_ComesBack()
    {
        await PutAsync(Key(), "content", put =>
        {
            put.Metadata["mtime"] = "1700000000.123456789";
            put.Metadata["mode"] = "0644";
        });

        var head = await HeadAsync(Key());
        Assert.Equal("1700000000.123456789", head.Metadata["mtime"]);
        Assert.Equal("0644", head.Metadata["mode"]);
    }

    [Theory]
    [InlineData("space and+plus")]
    [InlineData("percent%20 % done")]
    [InlineData("uml ü, kanji 漢, emoji 😀")]
    [InlineData("odd !*'();:@&=$,?#[]~^`{|}\"<>\\")]
    [InlineData("a//double/./dot/../dots")]
    public async Task PutObject_UnusualKey_IsStoredUnderThatVeryKey(string name)
    {
        await PutAsync(Key(name), name);

        Assert.Equal(name, await GetAsync(Key(name)));
        var listed = await S3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Bucket, Prefix = _folder }, Cancel);
        Assert.Equal([Key(name)], listed.S3Objects.Select(item => item.Key));
    }

    [Fact]
    public async Task PutObject_StorageClass_IsKept()
    {
        await PutAsync(Key(), "content", put => put.StorageClass = S3StorageClass.StandardInfrequentAccess);

        Assert.Equal(S3StorageClass.StandardInfrequentAccess, (await HeadAsync(Key())).StorageClass);
    }

    [Fact]
    public async Task PutObject_Tags_AreKept()
    {
        await PutAsync(Key(), "content", put => put.TagSet = [new Tag { Key = "team", Value = "a b" }]);

        var tags = await S3.GetObjectTaggingAsync(new GetObjectTaggingRequest { BucketName = Bucket, Key = Key() }, Cancel);
        var tag = Assert.Single(tags.Tagging);
        Assert.Equal(("team", "a b"), (tag.Key, tag.Value));
    }

    [Fact]
    public async Task PutObject_MissingBucket_AnswersNoSuchBucket()
    {
        var request = new PutObjectRequest { BucketName = ContractBackend.NewBucketName(), Key = "a", ContentBody = "a" };

        await RefusedAsync(S3.PutObjectAsync(request, Cancel), 404, "NoSuchBucket");
    }

    [Fact]
    public async Task PutObject_BucketOfAnotherOwner_IsRefused() =>
        await RefusedAsync(PutAsync(Key(), "content", put => put.ExpectedBucketOwner = "999999999999"), 403, "AccessDenied");

    private static void SetChecksum(PutObjectRequest put, string algorithm, string value)
    {
        var property = typeof(PutObjectRequest).GetProperty("Checksum" + algorithm);
        property!.SetValue(put, value);
    }

    private static string? ChecksumOf(GetObjectMetadataResponse head, string algorithm) =>
        (string?)typeof(GetObjectMetadataResponse).GetProperty("Checksum" + algorithm)!.GetValue(head);
}
