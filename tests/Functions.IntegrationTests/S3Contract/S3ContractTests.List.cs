using Amazon.S3;
using Amazon.S3.Model;

namespace Longshore.IntegrationTests.S3Contract;

public abstract partial class S3ContractTests
{
    [Fact]
    public async Task ListObjectsV2_JustWritten_TellsKeyETagAndSize()
    {
        var put = await PutAsync(Key("a"), "content");

        var item = Assert.Single(await ListAsync());

        Assert.Equal((Key("a"), put.ETag, 7L), (item.Key, item.ETag, item.Size));
    }

    [Fact]
    public async Task ListObjectsV2_MixedNames_AreInTheByteOrderOfUtf8()
    {
        // U+FF5E sorts before U+1F600 in UTF-8, but after it in UTF-16.
        string[] names = ["Z", "a", "a-b", "a.b", "a/b", "a0", "é", "\uFF5E", "\U0001F600"];
        foreach (var name in names.Reverse())
            await PutAsync(Key(name), name);

        Assert.Equal(names.Select(Key), (await ListAsync()).Select(item => item.Key));
    }

    [Fact]
    public async Task ListObjectsV2_Pages_TellEveryKeyOnce()
    {
        var names = Enumerable.Range(0, 7).Select(i => Key($"{i}")).ToList();
        foreach (var name in names)
            await PutAsync(name, "x");
        var seen = new List<string>();
        string? token = null;
        do
        {
            var page = await S3.ListObjectsV2Async(
                new ListObjectsV2Request
                {
                    BucketName = Bucket,
                    Prefix = _folder,
                    MaxKeys = 3,
                    ContinuationToken = token,
                }, Cancel);
            Assert.True(page.KeyCount <= 3);
            seen.AddRange(page.S3Objects.Select(item => item.Key));
            token = page.NextContinuationToken;
        }
        while (token is not null);

        Assert.Equal(names, seen);
    }

    [Fact]
    public async Task ListObjectsV2_StartAfter_IsExclusive()
    {
        foreach (var name in "abc")
            await PutAsync(Key(name.ToString()), "x");

        Assert.Equal([Key("c")], (await ListAsync(list => list.StartAfter = Key("b"))).Select(item => item.Key));
    }

    [Fact]
    public async Task ListObjectsV2_StartAfterAbsentKey_StartsAtTheNext()
    {
        foreach (var name in "ac")
            await PutAsync(Key(name.ToString()), "x");

        Assert.Equal([Key("c")], (await ListAsync(list => list.StartAfter = Key("b"))).Select(item => item.Key));
    }

    [Fact]
    public async Task ListObjectsV2_Delimiter_RollsUpFolders()
    {
        foreach (var name in new[] { "a", "d/1", "d/2", "e/1", "z" })
            await PutAsync(Key(name), "x");

        var page = await S3.ListObjectsV2Async(
            new ListObjectsV2Request { BucketName = Bucket, Prefix = _folder, Delimiter = "/" }, Cancel);

        Assert.Equal([Key("a"), Key("z")], page.S3Objects.Select(item => item.Key));
        Assert.Equal([Key("d/"), Key("e/")], page.CommonPrefixes);
        Assert.Equal(4, page.KeyCount);
    }

    [Fact]
    public async Task ListObjectsV2_DelimiterInPages_TellsEveryFolderOnce()
    {
        foreach (var name in new[] { "a/1", "a/2", "b/1", "c", "d/1" })
            await PutAsync(Key(name), "x");
        var seen = new List<string>();
        string? token = null;
        do
        {
            var page = await S3.ListObjectsV2Async(
                new ListObjectsV2Request
                {
                    BucketName = Bucket,
                    Prefix = _folder,
                    Delimiter = "/",
                    MaxKeys = 1,
                    ContinuationToken = token,
                }, Cancel);
            seen.AddRange((page.S3Objects ?? []).Select(item => item.Key).Concat(page.CommonPrefixes ?? []));
            token = page.NextContinuationToken;
        }
        while (token is not null);

        Assert.Equal([Key("a/"), Key("b/"), Key("c"), Key("d/")], seen);
    }

    [Fact]
    public async Task ListObjectsV2_UrlEncoding_KeepsNamesThatXmlCannotHold()
    {
        await PutAsync(Key("tab\there \u0001 + %41 ü"), "x");

        var page = await S3.ListObjectsV2Async(
            new ListObjectsV2Request { BucketName = Bucket, Prefix = _folder, Encoding = EncodingType.Url }, Cancel);

        var listed = Assert.Single(page.S3Objects).Key;
        Assert.Equal(Key("tab\there \u0001 + %41 ü"), Uri.UnescapeDataString(listed.Replace('+', ' ')));
    }

    [Fact]
    public async Task ListObjectsV2_NothingThere_IsEmpty()
    {
        var page = await S3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = Bucket, Prefix = _folder }, Cancel);

        Assert.Equal((0, false), (page.KeyCount, page.IsTruncated));
    }

    [Fact]
    public async Task ListObjectsV2_MissingBucket_AnswersNoSuchBucket() => await RefusedAsync(
        S3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = ContractBackend.NewBucketName() }, Cancel), 404,
        "NoSuchBucket");

    private async Task<List<S3Object>> ListAsync(Action<ListObjectsV2Request>? also = null)
    {
        var request = new ListObjectsV2Request { BucketName = Bucket, Prefix = _folder };
        also?.Invoke(request);
        return (await S3.ListObjectsV2Async(request, Cancel)).S3Objects ?? [];
    }
}
