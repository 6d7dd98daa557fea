namespace Longshore.Store;

/// <summary>What an error means for the caller. Zero is <em>permanent</em>, so that nothing is retried by mistake.</summary>
internal enum StoreErrorKind
{
    /// <summary>This request cannot succeed; others may.</summary>
    Permanent = 0,

    /// <summary>The credentials, the bucket or the endpoint is refused: no request can succeed.</summary>
    Refused,

    /// <summary>A passing fault: the same request may succeed later.</summary>
    Transient,

    /// <summary>The store asks for fewer requests.</summary>
    Throttled,

    /// <summary>This machine's clock is wrong; it is corrected from the answer.</summary>
    ClockSkewed,
}

/// <summary>
/// Classifies the store's errors by code and status, never by their text. Source: Amazon S3 API, "Error responses"; AWS STS API,
/// "Common errors".
/// </summary>
internal static class StoreErrors
{
    /// <summary>Most characters of the store's message in a reason.</summary>
    public const int LongestWords = 200;

    /// <summary>
    /// | error | kind |
    /// | --- | --- |
    /// | SlowDown, TooManyRequests, 429, 503 | throttled |
    /// | RequestTimeTooSkewed | clock skewed |
    /// | NoSuchBucket, PermanentRedirect, AuthorizationHeaderMalformed, 301 | refused |
    /// | InvalidAccessKeyId, SignatureDoesNotMatch, ExpiredToken, InvalidToken, 401, 403 | refused |
    /// | 409 ConditionalRequestConflict, OperationAborted, 408, RequestTimeout, 307, 500, 502, 504 | transient |
    /// | BadDigest, XAmzContentSHA256Mismatch | transient |
    /// | 404 without a code (a proxy's page) | transient |
    /// | no answer (connection refused or cut, time-out, broken body), or an unreadable answer | transient |
    /// | NotImplemented, 501, 403 InvalidObjectState (an archived object), anything else | permanent |
    /// </summary>
    public static StoreErrorKind Classify(Exception error) => error switch
    {
        StoreRefusedException => StoreErrorKind.Refused,
        StoreUnavailableException => StoreErrorKind.Transient,
        RequestRefusedException service => Classify(service.Code, service.Status),
        // A header holds no valid number or time.
        FormatException or OverflowException => StoreErrorKind.Transient,
        AmazonClientException or HttpRequestException or IOException or TimeoutException => StoreErrorKind.Transient,
        _ => StoreErrorKind.Permanent,
    };

    public static StoreErrorKind Classify(string? code, HttpStatusCode status) => (code, (int)status) switch
    {
        ("SlowDown" or "TooManyRequests" or "Throttling" or "ThrottlingException" or "RequestLimitExceeded", _) =>
            StoreErrorKind.Throttled,
        ("RequestTimeTooSkewed", _) => StoreErrorKind.ClockSkewed,
        ("NoSuchBucket" or "PermanentRedirect" or "AuthorizationHeaderMalformed" or "InvalidAccessKeyId"
            or "SignatureDoesNotMatch"
            or "ExpiredToken" or "InvalidToken" or "TokenRefreshRequired" or "InvalidBucketName", _) => StoreErrorKind.Refused,
        ("ConditionalRequestConflict" or "OperationAborted" or "RequestTimeout" or "BadDigest" or "XAmzContentSHA256Mismatch"
            or "InternalError" or "IncompleteBody", _) => StoreErrorKind.Transient,
        ("InvalidObjectState" or "NotImplemented", _) or (_, 501) => StoreErrorKind.Permanent,
        (_, 429 or 503) => StoreErrorKind.Throttled,
        (_, 301 or 401 or 403) => StoreErrorKind.Refused,
        // 307: the name of a very new bucket still resolves to another region.
        (null or "", 404) => StoreErrorKind.Transient,
        (_, 0 or 307 or 408 or 409 or >= 500) => StoreErrorKind.Transient,
        _ => StoreErrorKind.Permanent,
    };

    /// <summary>
    /// Whether the store says that the session has ended or was revoked; a new session may succeed. The answer to a HEAD has no
    /// body, so S3 sends a bare 400.
    /// </summary>
    public static bool IsExpired(Exception error) => error is RequestRefusedException service
        && (service.Code is "ExpiredToken" or "InvalidToken" or "TokenRefreshRequired"
            || (service.Status == HttpStatusCode.BadRequest && service.Code is null or "" or "BadRequest"));

    /// <summary>Whether the store itself says that the object or upload does not exist. A proxy's 404 has no such code.</summary>
    public static bool IsAbsent(RequestRefusedException error) =>
        error.Status == HttpStatusCode.NotFound && error.Code is "NoSuchKey" or "NoSuchVersion" or "NoSuchUpload";

    /// <summary>The status that belongs to an error code that came with status 200.</summary>
    public static HttpStatusCode StatusOf(string? code) => code switch
    {
        "PreconditionFailed" => HttpStatusCode.PreconditionFailed,
        "NoSuchKey" or "NoSuchUpload" => HttpStatusCode.NotFound,
        "AccessDenied" => HttpStatusCode.Forbidden,
        "InvalidPart" or "InvalidPartOrder" or "EntityTooSmall" or "EntityTooLarge" or "InvalidRequest" or "MalformedXML" =>
            HttpStatusCode.BadRequest,
        _ => HttpStatusCode.InternalServerError,
    };

    /// <summary>The error of a request that failed possibly because of its object.</summary>
    public static StoreUnavailableException OfOneObject(string message) => new(message) { Words = message };

    /// <summary>Whether the code blames credentials, bucket or endpoint. A bare 403 may be about one object.</summary>
    private static bool IsOfTheStore(RequestRefusedException? error) => error?.Code
        is "ExpiredToken" or "InvalidToken" or "TokenRefreshRequired" or "InvalidAccessKeyId"
        or "NoSuchBucket" or "InvalidBucketName" or "PermanentRedirect" or "AuthorizationHeaderMalformed";

    /// <summary>The exception to throw after the last attempt; its message names the setting to check.</summary>
    public static Exception Final(Exception error, S3Options options, string what)
    {
        if (error is StoreUnavailableException)
            return error;
        var service = error as RequestRefusedException;
        var words = IsOfTheStore(service) ? null : service?.Words ?? Printable.OneLine(error.Message, LongestWords);
        return Classify(error) switch
        {
            StoreErrorKind.Refused =>
                new StoreRefusedException($"{what} was refused: {Advice(service, options)}", error) { Words = words },
            StoreErrorKind.Throttled => new StoreUnavailableException(
                $"{what} was throttled by the store ({service?.Code}); it is tried again later.", error)
            { Words = words },
            StoreErrorKind.ClockSkewed => new StoreRefusedException(
                $"{what} was refused: this machine's clock is more than 15 minutes off; set it.", error),
            StoreErrorKind.Transient when service is null || service.Status == 0 => new StoreUnavailableException(
                $"{what} got no answer from {Where(options)}; check S3__ServiceUrl, AWS_REGION and the network "
                    + $"({error.GetBaseException().Message}).", error)
            { Words = words },
            StoreErrorKind.Transient => new StoreUnavailableException(
                $"{what} failed at the store ({service!.Code}); it is tried again later.", error)
            { Words = words },
            _ => error,
        };
    }

    /// <summary>The exception for a role that could not be assumed.</summary>
    public static StoreUnavailableException FromSts(Exception error, S3Options options)
    {
        var service = error as RequestRefusedException;
        if (service is null || service.Status == 0)
            return new StoreUnavailableException(
                $"STS at {(string.IsNullOrEmpty(options.StsUrl) ? "AWS" : options.StsUrl)} gave no answer; check S3__StsUrl, "
                + $"AWS_REGION and the network ({error.GetBaseException().Message}).", error);
        return Classify(service) is StoreErrorKind.Throttled or StoreErrorKind.Transient
            ? new StoreUnavailableException($"STS failed ({service.Code}); it is tried again later.", error)
            : new StoreRefusedException(service.Code switch
            {
                "AccessDenied" =>
                    $"The role {options.RoleArn} may not be assumed: check S3__RoleArn, S3__ExternalId, the role's trust "
                    + "policy and that the base identity may call sts:AssumeRole on it.",
                "InvalidClientTokenId" or "SignatureDoesNotMatch" or "UnrecognizedClientException" =>
                    "The base identity's credentials are refused by STS: check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or "
                    + "the pod's role.",
                "ExpiredToken" or "ExpiredTokenException" => "The base identity's session has expired: renew it.",
                _ => $"STS refused to assume {options.RoleArn} ({service.Code}): check S3__RoleArn and S3__SessionDuration.",
            }, error);
    }

    private static string Advice(RequestRefusedException? error, S3Options options) => error switch
    {
        { Code: "NoSuchBucket" or "InvalidBucketName" } =>
            $"the bucket '{options.Bucket}' does not exist at {Where(options)}; check S3__Bucket and S3__ServiceUrl.",
        { Code: "InvalidAccessKeyId" or "SignatureDoesNotMatch" } =>
            "the credentials are not known to the store; check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
        { Code: "ExpiredToken" or "InvalidToken" or "TokenRefreshRequired" } =>
            "the session token is not valid (any more); check the base identity and S3__SessionDuration.",
        { Code: "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" }
            or { Status: HttpStatusCode.Moved } =>
            $"the bucket '{options.Bucket}' lives in another region; set AWS_REGION to it.",
        _ => $"{error?.Code ?? "access denied"}; check the policy of "
            + $"{(string.IsNullOrEmpty(options.RoleArn) ? "the base identity" : options.RoleArn)} on bucket "
            + $"'{options.Bucket}'{(string.IsNullOrEmpty(options.ExpectedBucketOwner) ? "" : " and S3__ExpectedBucketOwner")}.",
    };

    private static string Where(S3Options options) => string.IsNullOrEmpty(options.ServiceUrl) ? "AWS" : options.ServiceUrl;
}
