using System.Net;
using Longshore.Store;
using Longshore.Store.Identity;

namespace Longshore.UnitTests.Store;

public class StoreErrorsTests
{
    private static RequestRefusedException Error(string? code, HttpStatusCode status, string? words = null) =>
        new("no text matters", status, code, words) { RequestId = "request" };

    [Theory]
    [InlineData("SlowDown", 503, nameof(StoreErrorKind.Throttled))]
    [InlineData(null, 503, nameof(StoreErrorKind.Throttled))]
    [InlineData(null, 429, nameof(StoreErrorKind.Throttled))]
    [InlineData("RequestTimeTooSkewed", 403, nameof(StoreErrorKind.ClockSkewed))]
    [InlineData("AccessDenied", 403, nameof(StoreErrorKind.Refused))]
    [InlineData("NoSuchBucket", 404, nameof(StoreErrorKind.Refused))]
    [InlineData("ExpiredToken", 400, nameof(StoreErrorKind.Refused))]
    [InlineData("AuthorizationHeaderMalformed", 400, nameof(StoreErrorKind.Refused))]
    [InlineData("ConditionalRequestConflict", 409, nameof(StoreErrorKind.Transient))]
    [InlineData("NotImplemented", 501, nameof(StoreErrorKind.Permanent))]
    [InlineData("InternalError", 500, nameof(StoreErrorKind.Transient))]
    [InlineData("BadDigest", 400, nameof(StoreErrorKind.Transient))]
    [InlineData("NoSuchKey", 404, nameof(StoreErrorKind.Permanent))]
    [InlineData("PreconditionFailed", 412, nameof(StoreErrorKind.Permanent))]
    [InlineData("EntityTooLarge", 400, nameof(StoreErrorKind.Permanent))]
    [InlineData("InvalidObjectState", 403, nameof(StoreErrorKind.Permanent))]
    [InlineData(null, 404, nameof(StoreErrorKind.Transient))]
    [InlineData("QuotaExceeded", 403, nameof(StoreErrorKind.Full))]
    [InlineData("XMinioAdminBucketQuotaExceeded", 400, nameof(StoreErrorKind.Full))]
    [InlineData("XMinioStorageFull", 507, nameof(StoreErrorKind.Full))]
    [InlineData("InsufficientStorage", 500, nameof(StoreErrorKind.Full))]
    [InlineData(null, 507, nameof(StoreErrorKind.Full))]
    [InlineData("XMinioWriteQuorum", 503, nameof(StoreErrorKind.NotWritable))]
    [InlineData("SlowDownWrite", 503, nameof(StoreErrorKind.NotWritable))]
    [InlineData(null, 302, nameof(StoreErrorKind.Refused))]
    [InlineData(null, 307, nameof(StoreErrorKind.Refused))]
    [InlineData(null, 308, nameof(StoreErrorKind.Refused))]
    [InlineData(null, 407, nameof(StoreErrorKind.Refused))]
    [InlineData("TemporaryRedirect", 307, nameof(StoreErrorKind.Transient))]
    public void Classify_CodeAndStatus_SaysTheKind(string? code, int status, string kind) =>
        Assert.Equal(Enum.Parse<StoreErrorKind>(kind), StoreErrors.Classify(Error(code, (HttpStatusCode)status)));

    [Theory]
    [InlineData("NoSuchBucket", 404, "S3__Bucket")]
    [InlineData("AuthorizationHeaderMalformed", 400, "AWS_REGION")]
    [InlineData("PermanentRedirect", 301, "AWS_REGION")]
    [InlineData("InvalidAccessKeyId", 403, "AWS_ACCESS_KEY_ID")]
    [InlineData("AccessDenied", 403, "policy")]
    [InlineData("ExpiredToken", 400, "metadata service")]
    public void Final_Refusal_NamesTheSetting(string code, int status, string setting)
    {
        var final = StoreAdvice.Final(Error(code, (HttpStatusCode)status), new S3Options { Bucket = "b" }, "Putting x");
        Assert.Contains(setting, Assert.IsType<StoreRefusedException>(final).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Final_SessionOfTheRoleThatIsOver_NamesTheRole()
    {
        var final = StoreAdvice.Final(Error("ExpiredToken", HttpStatusCode.BadRequest),
            new S3Options { Bucket = "b", RoleArn = "arn:aws:iam::1:role/x" }, "Putting x");

        Assert.Contains("arn:aws:iam::1:role/x", final.Message, StringComparison.Ordinal);
        Assert.Contains("S3__SessionDuration", final.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("InvalidStorageClass", "S3__StorageClass")]
    [InlineData("EntityTooSmall", "Sync__PartBytes to 5MiB")]
    public void Words_SettingThatTheStoreRefuses_NameIt(string code, string setting) =>
        Assert.Contains(setting, Error(code, HttpStatusCode.BadRequest).Words, StringComparison.Ordinal);

    /// <summary>Whatever the status, the address and its setting are named, and nobody waits for a wrong address.</summary>
    [Theory]
    [InlineData(400, false)]
    [InlineData(403, false)]
    [InlineData(404, false)]
    [InlineData(405, false)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    public void Final_WebPage_NamesTheAddressAndItsSetting(int status, bool mayPass)
    {
        var page = new RequestRefusedException("", (HttpStatusCode)status, null) { Media = "text/html" };
        var options = new S3Options { Bucket = "b", ServiceUrl = "http://store:1", StsUrl = "http://sts:1" };
        foreach (var (message, address, setting) in new[]
        {
            (StoreAdvice.Final(page, options, "Putting x").Message, "http://store:1", "S3__ServiceUrl"),
            (StsErrors.Of(page, options).Message, "http://sts:1", "S3__StsUrl"),
        })
        {
            Assert.Contains($"{address} answered with a web page ({status} ", message, StringComparison.Ordinal);
            Assert.Contains($"check that {setting} names the address of", message, StringComparison.Ordinal);
            Assert.Equal(mayPass, message.EndsWith("try again later.", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Final_NotFoundWithoutACode_IsNotToldToPass()
    {
        var options = new S3Options { Bucket = "b", ServiceUrl = "http://store:1", StsUrl = "http://sts:1" };
        var error = Error(null, HttpStatusCode.NotFound);

        Assert.EndsWith("; check S3__ServiceUrl.", StoreAdvice.Final(error, options, "Putting x").Message,
            StringComparison.Ordinal);
        Assert.EndsWith("; check S3__StsUrl.", StsErrors.Of(error, options).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AccessDenied", 403, "AccessDenied (no)")]
    [InlineData(null, 403, "403 Forbidden (no)")]
    [InlineData("InternalError", 500, "InternalError (no)")]
    [InlineData("SlowDown", 503, "SlowDown (no)")]
    [InlineData("ExpiredToken", 400, null)]
    [InlineData("InvalidAccessKeyId", 403, null)]
    [InlineData("NoSuchBucket", 404, null)]
    [InlineData("PermanentRedirect", 301, null)]
    [InlineData("RequestTimeTooSkewed", 403, null)]
    public void Final_Words_AreThereWhereOneObjectMayBeAtFault(string? code, int status, string? words)
    {
        var error = Error(code, (HttpStatusCode)status, "no");

        Assert.Equal(words, Assert.IsType<StoreUnavailableException>(
            StoreAdvice.Final(error, new S3Options { Bucket = "b" }, "Putting x"), exactMatch: false).Words);
    }

    [Theory]
    [InlineData("NoSuchKey", 404, true)]
    [InlineData("NoSuchUpload", 404, true)]
    [InlineData("NoSuchBucket", 404, false)]
    [InlineData(null, 404, false)]
    [InlineData("AccessDenied", 403, false)]
    public void IsAbsent_OnlyTheStoresOwnWord_IsAbsence(string? code, int status, bool absent) =>
        Assert.Equal(absent, StoreErrors.IsAbsent(Error(code, (HttpStatusCode)status)));

    [Fact]
    public void Words_LongAndInLines_AreOneShortLine()
    {
        var error = Error("X", HttpStatusCode.BadRequest, "a\nb" + new string('c', 1000));

        Assert.StartsWith("X (a bc", error.Words, StringComparison.Ordinal);
        Assert.InRange(error.Words.Length, 100, 300);
    }

    public static TheoryData<RequestRefusedException, string[]> Refusals => new()
    {
        { Error("QuotaExceeded", HttpStatusCode.Forbidden, "over"), ["the store is full", "QuotaExceeded (over)"] },
        { Error("XMinioWriteQuorum", HttpStatusCode.ServiceUnavailable, "disks"),
            ["takes no writes", "XMinioWriteQuorum (disks)"] },
        { new("", HttpStatusCode.Moved, "PermanentRedirect") { Region = "eu-west-3" }, ["region eu-west-3", "--region"] },
        { new("", HttpStatusCode.BadRequest, "AuthorizationHeaderMalformed") { Region = "eu-west-3" }, ["region eu-west-3"] },
        { new("", HttpStatusCode.Moved, null) { Region = "eu-west-3", Location = "https://other" }, ["region eu-west-3"] },
        { Error("AuthorizationHeaderMalformed", HttpStatusCode.BadRequest, "no scope"), ["another region", "(no scope)"] },
        { new("", HttpStatusCode.PermanentRedirect, null) { Location = "https://s3.example/b" },
            ["sends requests on to https://s3.example (308)", "S3__ServiceUrl", "it wants https"] },
        { new("", HttpStatusCode.Found, null) { Location = "/login" }, ["sends requests on to /login (302)"] },
        { new("", HttpStatusCode.TemporaryRedirect, null), ["sends requests elsewhere (307)"] },
        { new("", HttpStatusCode.BadRequest, null) { WantsTls = true }, ["wants https"] },
        { new("", HttpStatusCode.ProxyAuthenticationRequired, null), ["the proxy wants a user"] },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Final_Refusal_SaysWhatIsKnown(RequestRefusedException error, string[] said)
    {
        var final = StoreAdvice.Final(error, new S3Options { Bucket = "b", ServiceUrl = "http://user:pw@store:1" }, "Putting x");

        Assert.All(said, each => Assert.Contains(each, final.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("policy", final.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pw", final.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NotImplemented", 501, "If-None-Match", "", "S3__ConditionalWrites=false")]
    [InlineData("NotImplemented", 501, null, "no such thing", "if it is If-None-Match, set S3__ConditionalWrites=false")]
    [InlineData("InvalidArgument", 400, null, "Unsupported header If-None-Match", "S3__ConditionalWrites=false")]
    [InlineData("InvalidRequest", 400, "x-amz-checksum-sha256", "", "the header x-amz-checksum-sha256")]
    [InlineData("NotImplemented", 501, "x-amz-sdk-checksum-algorithm", "", "the header x-amz-sdk-checksum-algorithm")]
    [InlineData("MethodNotAllowed", 405, null, "", "takes no such request")]
    public void OfAWrite_HeaderThatIsRefused_IsNamed(string code, int status, string? header, string words, string says)
    {
        var error = new RequestRefusedException("", (HttpStatusCode)status, code, words) { Refused = header };

        Assert.True(StoreErrors.MayHoldForAllWrites(error));
        var refused = Assert.IsType<StoreRefusedException>(
            StoreAdvice.OfAWrite(error, new S3Options { Bucket = "b" }, "Putting x", isHopeless: false));
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        Assert.StartsWith(code, refused.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PreconditionFailed", 412)]
    [InlineData("BadDigest", 400)]
    [InlineData("EntityTooLarge", 400)]
    [InlineData("AccessDenied", 403)]
    [InlineData("SlowDown", 503)]
    public void MayHoldForAllWrites_RefusalOfOneKey_DoesNot(string code, int status) =>
        Assert.False(StoreErrors.MayHoldForAllWrites(Error(code, (HttpStatusCode)status, "x-amz-checksum-sha256 if-none-match")));

    [Theory]
    [InlineData("a*b/", true, true)]
    [InlineData("a$/", true, true)]
    [InlineData("a*b/", false, false)]
    [InlineData("plain/", true, false)]
    public void Final_DeniedWithAPolicyThatMayBeMisread_NamesTheSetting(string prefix, bool policy, bool named)
    {
        var options = new S3Options
        { Bucket = "b", Prefix = prefix, RoleArn = "arn:aws:iam::123456789012:role/r", SessionPolicy = policy };

        var final = Assert.IsType<StoreRefusedException>(
            StoreAdvice.Final(Error("AccessDenied", HttpStatusCode.Forbidden), options, "Putting x"));

        Assert.Equal(named, final.Message.Contains("S3__SessionPolicy=false", StringComparison.Ordinal));
        Assert.Equal(named, final.Words!.Contains("S3__SessionPolicy=false", StringComparison.Ordinal));
    }

    [Fact]
    public void Final_NoAnswer_NamesTheEndpoint()
    {
        var final = StoreAdvice.Final(new HttpRequestException("refused"), new S3Options { ServiceUrl = "http://127.0.0.1:1" },
            "Putting x");
        Assert.Contains("check S3__ServiceUrl and the network", Assert.IsType<StoreUnavailableException>(final).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AccessDenied", "S3__ExternalId")]
    [InlineData("InvalidClientTokenId", "AWS_ACCESS_KEY_ID")]
    [InlineData("ExpiredToken", "base identity")]
    public void FromSts_Refusal_NamesTheSetting(string code, string setting) =>
        Assert.Contains(setting, StsErrors.Of(Error(code, HttpStatusCode.Forbidden), new S3Options()).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("ExpiredToken", 400, true)]
    [InlineData("InvalidToken", 400, true)]
    [InlineData("BadRequest", 400, true)]
    [InlineData(null, 400, true)]
    [InlineData("InvalidRequest", 400, false)]
    [InlineData("AccessDenied", 403, false)]
    [InlineData(null, 403, false)]
    public void IsExpired_ByCode_AndByTheBare400OfAHead(string? code, int status, bool expected) =>
        Assert.Equal(expected, StoreErrors.IsExpired(Error(code, (HttpStatusCode)status)));
}
