using System.Net;
using Longshore.Store;

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
    public void Classify_CodeAndStatus_SaysTheKind(string? code, int status, string kind) =>
        Assert.Equal(Enum.Parse<StoreErrorKind>(kind), StoreErrors.Classify(Error(code, (HttpStatusCode)status)));

    [Theory]
    [InlineData("NoSuchBucket", 404, "S3__Bucket")]
    [InlineData("AuthorizationHeaderMalformed", 400, "AWS_REGION")]
    [InlineData("PermanentRedirect", 301, "AWS_REGION")]
    [InlineData("InvalidAccessKeyId", 403, "AWS_ACCESS_KEY_ID")]
    [InlineData("AccessDenied", 403, "policy")]
    [InlineData("ExpiredToken", 400, "S3__SessionDuration")]
    public void Final_Refusal_NamesTheSetting(string code, int status, string setting)
    {
        var final = StoreErrors.Final(Error(code, (HttpStatusCode)status), new S3Options { Bucket = "b" }, "Putting x");
        Assert.Contains(setting, Assert.IsType<StoreRefusedException>(final).Message, StringComparison.Ordinal);
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
            StoreErrors.Final(error, new S3Options { Bucket = "b" }, "Putting x"), exactMatch: false).Words);
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

    [Fact]
    public void Final_NoAnswer_NamesTheEndpoint()
    {
        var final = StoreErrors.Final(new HttpRequestException("refused"), new S3Options { ServiceUrl = "http://127.0.0.1:1" },
            "Putting x");
        Assert.Contains("S3__ServiceUrl", Assert.IsType<StoreUnavailableException>(final).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AccessDenied", "S3__ExternalId")]
    [InlineData("InvalidClientTokenId", "AWS_ACCESS_KEY_ID")]
    [InlineData("ExpiredToken", "base identity")]
    public void FromSts_Refusal_NamesTheSetting(string code, string setting) =>
        Assert.Contains(setting, StoreErrors.FromSts(Error(code, HttpStatusCode.Forbidden), new S3Options()).Message,
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
