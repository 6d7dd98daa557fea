using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;

namespace Longshore.IntegrationTests.S3Contract;

public abstract partial class S3ContractTests
{
    private const int PartBytes = 5 << 20;

    [Fact]
    public async Task CompleteMultipartUpload_Sha256Parts_HasTheCompositeChecksum()
    {
        var (first, second) = (Filled(1, PartBytes), Filled(2, 1000));
        var uploadId = await CreateAsync();

        var completed =
            await CompleteAsync(uploadId, [await PartAsync(uploadId, 1, first), await PartAsync(uploadId, 2, second)]);

        var composite = Convert.ToBase64String(SHA256.HashData([.. SHA256.HashData(first), .. SHA256.HashData(second)])) + "-2";
        Assert.EndsWith("-2\"", completed.ETag, StringComparison.Ordinal);
        var head = await HeadAsync(Key());
        Assert.Equal((composite, ChecksumType.COMPOSITE, PartBytes + 1000L),
            (head.ChecksumSHA256, head.ChecksumType, head.ContentLength));
    }

    [Fact]
    public async Task CompleteMultipartUpload_TwoParts_HasTheMd5OfTheMd5s()
    {
        var (first, second) = (Filled(1, PartBytes), Filled(2, 1000));
        var uploadId = await CreateAsync();

        var completed =
            await CompleteAsync(uploadId, [await PartAsync(uploadId, 1, first), await PartAsync(uploadId, 2, second)]);

        var etag = Convert.ToHexStringLower(Md5([.. Md5(first), .. Md5(second)]));
        Assert.Equal($"\"{etag}-2\"", completed.ETag);
    }

    [Fact]
    public async Task CompleteMultipartUpload_IfNoneMatchOnExistingKey_Answers412AndKeepsTheBytes()
    {
        await PutAsync(Key(), "first");
        var uploadId = await CreateAsync();
        var part = await PartAsync(uploadId, 1, Filled(1, 1000));

        await RefusedAsync(CompleteAsync(uploadId, [part], complete => complete.IfNoneMatch = "*"), 412, "PreconditionFailed");

        Assert.Equal("first", await GetAsync(Key()));
    }

    [Fact]
    public async Task CompleteMultipartUpload_IfNoneMatchOnNewKey_Stores()
    {
        var uploadId = await CreateAsync();

        await CompleteAsync(uploadId, [await PartAsync(uploadId, 1, Filled(1, 1000))], complete => complete.IfNoneMatch = "*");

        Assert.Equal(1000, (await HeadAsync(Key())).ContentLength);
    }

    [Fact]
    public async Task UploadPart_WrongSha256_IsRefused()
    {
        var uploadId = await CreateAsync();
        using var stream = new MemoryStream(Filled(1, 1000));

        var upload = S3.UploadPartAsync(new UploadPartRequest
        {
            BucketName = Bucket,
            Key = Key(),
            UploadId = uploadId,
            PartNumber = 1,
            InputStream = stream,
            ChecksumSHA256 = Convert.ToBase64String(new byte[32]),
        }, Cancel);

        await RefusedAsync(upload, 400, "BadDigest");
    }

    [Fact]
    public async Task ListParts_AfterSomeParts_TellsWhatNeedNotBeSentAgain()
    {
        var uploadId = await CreateAsync();
        var first = await PartAsync(uploadId, 1, Filled(1, PartBytes));
        var third = await PartAsync(uploadId, 3, Filled(3, PartBytes));

        var listed = await S3.ListPartsAsync(Bucket, Key(), uploadId, Cancel);

        Assert.Equal(
            [(1, first.ETag, first.ChecksumSHA256, (long)PartBytes), (3, third.ETag, third.ChecksumSHA256, PartBytes)],
            listed.Parts.Select(part => (part.PartNumber!.Value, part.ETag, part.ChecksumSHA256, part.Size!.Value)));
    }

    [Fact]
    public async Task CompleteMultipartUpload_PartNotUploaded_AnswersInvalidPart()
    {
        var uploadId = await CreateAsync();
        var part = await PartAsync(uploadId, 1, Filled(1, 1000));
        part.ETag = "\"00000000000000000000000000000000\"";

        await RefusedAsync(CompleteAsync(uploadId, [part]), 400, "InvalidPart");
    }

    [Fact]
    public async Task CompleteMultipartUpload_SmallPartBeforeTheLast_AnswersEntityTooSmall()
    {
        var uploadId = await CreateAsync();
        var parts = new[] { await PartAsync(uploadId, 1, Filled(1, 1000)), await PartAsync(uploadId, 2, Filled(2, 1000)) };

        await RefusedAsync(CompleteAsync(uploadId, parts), 400, "EntityTooSmall");
    }

    [Fact]
    public async Task AbortMultipartUpload_Parts_AreGone()
    {
        var uploadId = await CreateAsync();
        await PartAsync(uploadId, 1, Filled(1, 1000));

        await S3.AbortMultipartUploadAsync(Bucket, Key(), uploadId, Cancel);

        await RefusedAsync(S3.ListPartsAsync(Bucket, Key(), uploadId, Cancel), 404, "NoSuchUpload");
        await RefusedAsync(GetAsync(Key()), 404, "NoSuchKey");
    }

    [Fact]
    public async Task ListMultipartUploads_Unfinished_AreListedUnderTheirPrefix()
    {
        var uploadId = await CreateAsync();

        var listed =
            await S3.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = Bucket, Prefix = _folder }, Cancel);

        var upload = Assert.Single(listed.MultipartUploads);
        Assert.Equal((Key(), uploadId), (upload.Key, upload.UploadId));
    }

    private async Task<string> CreateAsync()
    {
        var created = await S3.InitiateMultipartUploadAsync(
            new InitiateMultipartUploadRequest
            {
                BucketName = Bucket,
                Key = Key(),
                ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
            }, Cancel);
        return created.UploadId;
    }

    private async Task<PartETag> PartAsync(string uploadId, int number, byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        var uploaded = await S3.UploadPartAsync(new UploadPartRequest
        {
            BucketName = Bucket,
            Key = Key(),
            UploadId = uploadId,
            PartNumber = number,
            InputStream = stream,
            ChecksumSHA256 = Convert.ToBase64String(SHA256.HashData(bytes)),
        }, Cancel);
        return new PartETag(number, uploaded.ETag) { ChecksumSHA256 = Convert.ToBase64String(SHA256.HashData(bytes)) };
    }

    private Task<CompleteMultipartUploadResponse> CompleteAsync(
        string uploadId, IEnumerable<PartETag> parts, Action<CompleteMultipartUploadRequest>? also = null)
    {
        var request = new CompleteMultipartUploadRequest
        {
            BucketName = Bucket,
            Key = Key(),
            UploadId = uploadId,
            PartETags = [.. parts],
        };
        also?.Invoke(request);
        return S3.CompleteMultipartUploadAsync(request, Cancel);
    }

    private static byte[] Filled(byte value, int length)
    {
        var bytes = new byte[length];
        bytes.AsSpan().Fill(value);
        return bytes;
    }
}
