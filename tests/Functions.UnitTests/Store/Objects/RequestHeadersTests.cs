using Longshore.Settings;
using Longshore.Store;
using Longshore.Store.Objects;

namespace Longshore.UnitTests.Store.Objects;

public class RequestHeadersTests
{
    private static readonly ObjectDetails Details = new(
        Timestamp.From(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_500)), Convert.ToUInt32("644", 8));

    private static readonly S3Options Full = new()
    {
        Bucket = "b",
        ExpectedBucketOwner = "123456789012",
        ServerSideEncryption = "aws:kms",
        KmsKeyId = "key",
        StorageClass = "STANDARD_IA",
        Tags = "a b=c&d=%26",
    };

    [Fact]
    public void Whole_ShippedObject_CarriesEverySetting() => Assert.Equal(
        [
            "content-type: application/octet-stream",
            "if-none-match: *",
            "x-amz-expected-bucket-owner: 123456789012",
            "x-amz-meta-mode: 644",
            "x-amz-meta-mtime: 1700000000.5",
            "x-amz-sdk-checksum-algorithm: SHA256",
            "x-amz-server-side-encryption-aws-kms-key-id: key",
            "x-amz-server-side-encryption: aws:kms",
            "x-amz-storage-class: STANDARD_IA",
            "x-amz-tagging: a%20b=c&d=%26",
        ], Lines(new RequestHeaders(Full).Whole(Details, ifNoneMatch: true, ifMatch: null)));

    [Fact]
    public void Whole_OwnRecord_KeepsTheBucketsClassAndTags() => Assert.Equal(
        [
            "content-type: application/json",
            "if-none-match: *",
            "x-amz-expected-bucket-owner: 123456789012",
            "x-amz-sdk-checksum-algorithm: SHA256",
            "x-amz-server-side-encryption-aws-kms-key-id: key",
            "x-amz-server-side-encryption: aws:kms",
        ], Lines(new RequestHeaders(Full).Whole(null, ifNoneMatch: true, ifMatch: null)));

    [Theory]
    [InlineData(true, "etag", "if-match: \"etag\"")]
    [InlineData(false, "etag", "if-match: \"etag\"")]
    [InlineData(true, null, "if-none-match: *")]
    public void Whole_Condition_IsOneOfTwo(bool ifNoneMatch, string? ifMatch, string header) =>
        Assert.Equal(header,
            Assert.Single(Lines(new RequestHeaders(new S3Options { Bucket = "b" }).Whole(Details, ifNoneMatch, ifMatch)),
            line => line.StartsWith("if-", StringComparison.Ordinal)));

    [Fact]
    public void Part_OfAnUpload_NamesOwnerAndAlgorithmAlone() => Assert.Equal(["x-amz-expected-bucket-owner: 123456789012",
        "x-amz-sdk-checksum-algorithm: SHA256"], Lines(new RequestHeaders(Full).Part()));

    private static string[] Lines(List<KeyValuePair<string, string>> headers) =>
        [.. headers.Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.Ordinal)];
}
