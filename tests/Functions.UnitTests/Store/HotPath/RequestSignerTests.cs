using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;
using CsCheck;
using Longshore.Store.HotPath;
using Longshore.Store.Identity;

namespace Longshore.UnitTests.Store.HotPath;

public class RequestSignerTests
{
    private static readonly ImmutableCredentials Example = new(
        "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", null);

    /// <summary>
    /// The example "PUT Object" of the Amazon S3 API reference, "Signature Calculations for the Authorization Header".
    /// </summary>
    [Fact]
    public void Authorize_ExampleOfTheSpecification_IsItsSignature()
    {
        const string Hash = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";
        var signed = new RequestSigner("us-east-1", "s3")
            .Authorize(Example, "20130524T000000Z", "PUT", BucketEndpoint.Encode("/test$file.text"), "",
        [
            new("date", "Fri, 24 May 2013 00:00:00 GMT"),
            new("host", "examplebucket.s3.amazonaws.com"),
            new("x-amz-content-sha256", Hash),
            new("x-amz-date", "20130524T000000Z"),
            new("x-amz-storage-class", "REDUCED_REDUNDANCY"),
        ], Hash);

        Assert.Equal("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
            + "SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class, "
            + "Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd", signed);
    }

    [Fact]
    public void Authorize_AnyRequest_IsTheSignatureOfTheSdk()
    {
        var signer = new RequestSigner("eu-central-1", "s3");
        var draw = Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 20, 40], Gen.String[Gen.Char.AlphaNumeric, 1, 2000],
            Gen.String[Gen.Char.AlphaNumeric, 0, 300], Gen.Int[0, 40_000_000]);
        draw.Sample((secret, path, token, seconds) =>
        {
            var at = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(seconds);
            var by = new ImmutableCredentials("AKID", secret, token.Length == 0 ? null : token);
            var stamp = RequestSigner.Stamp(at);
            List<KeyValuePair<string, string>> headers = [new("host", "h:1"), new("x-amz-date", stamp)];
            if (token.Length > 0)
                headers.Add(new("x-amz-security-token", token));
            var names = string.Join(';', headers.Select(header => header.Key));
            var lines = string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"));
            var canonical = $"PUT\n/{path}\na=b\n{lines}\n{names}\nUNSIGNED-PAYLOAD";

            var ours = signer.Authorize(by, stamp, "PUT", "/" + path, "a=b", headers, "UNSIGNED-PAYLOAD");

            var theirs = AWS4Signer.ComputeSignature(by, RegionEndpoint.EUCentral1.SystemName, at, "s3", names, canonical);
            Assert.Equal(theirs.ForAuthorizationHeader, ours);
        }, iter: 200);
    }

    [Fact]
    public void Authorize_NextDayAndOtherSecret_DerivesAnotherKey()
    {
        var signer = new RequestSigner("us-east-1", "s3");
        string Sign(ImmutableCredentials by, string stamp) =>
            signer.Authorize(by, stamp, "PUT", "/k", "", [new("host", "h")], "UNSIGNED-PAYLOAD");
        var first = Sign(Example, "20260101T235959Z");
        var other = new ImmutableCredentials(Example.AccessKey, "another", null);

        Assert.Equal(4,
            new[] { first, Sign(Example, "20260102T000000Z"), Sign(other, "20260102T000000Z"),
            Sign(other, "20260101T235959Z") }.Distinct().Count());
        Assert.Equal(first, Sign(Example, "20260101T235959Z"));
    }
}
