using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using Longshore.Settings;
using Longshore.Store;
using Longshore.Store.HotPath;
using Longshore.Store.Identity;
using Longshore.Store.Objects;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Longshore.IntegrationTests.S3Contract;

/// <summary>The same demands on Longshore's own way of putting: whatever the SDK is answered, it is answered too.</summary>
public abstract partial class S3ContractTests
{
    private static readonly ObjectDetails Details = new(
        Timestamp.From(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)), Convert.ToUInt32("640", 8));

    [Fact]
    public async Task HotPut_NewKey_ReturnsETagAndIsReadBack()
    {
        var sent = await HotPutAsync(Key(), "hello");

        Assert.Equal("5d41402abc4b2a76b9719d911017c592", sent.ETag);
        Assert.Equal("hello", await GetAsync(Key()));
    }

    [Fact]
    public async Task HotPut_NewKey_KeepsChecksumAndMetadata()
    {
        await HotPutAsync(Key(), "hello");

        var head = await HeadAsync(Key());
        Assert.Equal(Sha256("hello"), head.ChecksumSHA256);
        Assert.Equal(("1700000000", "640", "application/octet-stream"),
            (head.Metadata["mtime"], head.Metadata["mode"], head.Headers.ContentType));
    }

    [Fact]
    public async Task HotPut_EmptyBody_Stores()
    {
        await HotPutAsync(Key(), "");

        Assert.Equal("", await GetAsync(Key()));
    }

    [Theory]
    [InlineData("a b+c%25&d=e?f#g")]
    [InlineData("quote'\"(x)!*;:@,[]~")]
    [InlineData("ünï/cödé/e\u0301")]
    [InlineData(".hidden/-dash/..dots")]
    public async Task HotPut_OddKey_IsThatVeryKey(string name)
    {
        await HotPutAsync(Key(name), "odd");

        Assert.Equal("odd", await GetAsync(Key(name)));
    }

    [Fact]
    public async Task HotPut_KeyIsTaken_Answers412AndKeepsTheBytes()
    {
        await PutAsync(Key(), "first");

        await RefusedAsync(HotPutAsync(Key(), "second"), 412, "PreconditionFailed");

        Assert.Equal("first", await GetAsync(Key()));
    }

    [Fact]
    public async Task HotPut_ByManyAtOnce_LetsOneWin()
    {
        var attempts = Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                await HotPutAsync(Key(), $"writer {i}");
                return i;
            }
            catch (RequestRefusedException lost) when (lost.Code is "PreconditionFailed" or "ConditionalRequestConflict")
            {
                return -1;
            }
        });

        var winner = Assert.Single(await Task.WhenAll(attempts), i => i >= 0);

        Assert.Equal($"writer {winner}", await GetAsync(Key()));
    }

    [Fact]
    public async Task HotPut_IfMatchOfTheETag_Replaces()
    {
        var first = await HotPutAsync(Key(), "first");

        await HotPutAsync(Key(), "second", ifMatch: first.ETag);

        Assert.Equal("second", await GetAsync(Key()));
        await RefusedAsync(HotPutAsync(Key(), "third", ifMatch: first.ETag), 412, "PreconditionFailed");
    }

    [Fact]
    public async Task HotPut_WrongChecksum_IsRefusedAndStoresNothing()
    {
        await Assert.ThrowsAnyAsync<RequestRefusedException>(() => HotPutAsync(Key(), "content", sha256: Sha256("other")));

        await RefusedAsync(GetAsync(Key()), 404, "NoSuchKey");
    }

    [Fact]
    public async Task HotPut_UnknownBucket_Answers404() =>
        await RefusedAsync(HotPutAsync(Key(), "x", bucket: ContractBackend.NewBucketName()), 404, "NoSuchBucket");

    [Fact]
    public async Task HotPart_OfAnUpload_CompletesToTheWhole()
    {
        var upload = await S3.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest
        {
            BucketName = Bucket,
            Key = Key(),
            ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
        }, Cancel);
        string[] contents = [new('a', 5 << 20), "tail"];
        var parts = new List<PartETag>();
        for (var number = 1; number <= contents.Length; number++)
        {
            var sha256 = Sha256(contents[number - 1]);
            var sent = await HotPartAsync(Key(), upload.UploadId, number, contents[number - 1]);
            parts.Add(new PartETag(number, sent.ETag) { ChecksumSHA256 = sha256 });
        }

        await S3.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest
        {
            BucketName = Bucket,
            Key = Key(),
            UploadId = upload.UploadId,
            PartETags = parts,
        }, Cancel);

        Assert.Equal(string.Concat(contents), await GetAsync(Key()));
    }

    [Fact]
    public async Task HotPart_OfAnUploadThatIsGone_Answers404()
    {
        var upload = await S3.InitiateMultipartUploadAsync(
            new InitiateMultipartUploadRequest { BucketName = Bucket, Key = Key() }, Cancel);
        await S3.AbortMultipartUploadAsync(Bucket, Key(), upload.UploadId, Cancel);

        await RefusedAsync(HotPartAsync(Key(), upload.UploadId, 1, "x"), 404, "NoSuchUpload");
    }

    private async Task<PutResult> HotPutAsync(
        string key, string content, string? ifMatch = null, string? sha256 = null, string? bucket = null)
    {
        using var sender = Sender(bucket ?? Bucket);
        var headers = new RequestHeaders(new S3Options { Bucket = Bucket }).Whole(Details, ifNoneMatch: true, ifMatch);
        return await sender.PutAsync(key, "", Encoding.UTF8.GetBytes(content), sha256 ?? Sha256(content), headers, Cancel);
    }

    private async Task<PutResult> HotPartAsync(string key, string upload, int number, string content)
    {
        using var sender = Sender(Bucket);
        var query = $"partNumber={number}&uploadId={Uri.EscapeDataString(upload)}";
        return await sender.PutAsync(key, query, Encoding.UTF8.GetBytes(content), Sha256(content),
            new RequestHeaders(new S3Options { Bucket = Bucket }).Part(), Cancel);
    }

    private ObjectSender Sender(string bucket) => new(S3,
        new SigningIdentity(new BaseIdentity(() => backend.Credentials, new S3Options(), NullLogger.Instance), new Session()),
        Options.Create(new S3Options { Bucket = bucket }));
}
