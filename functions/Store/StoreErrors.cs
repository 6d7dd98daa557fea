namespace Longshore.Store;

/// <summary>What an error of the store means for the caller. Zero is <em>permanent</em>: never retried by mistake.</summary>
internal enum StoreErrorKind
{
    /// <summary>This request cannot succeed; others may.</summary>
    Permanent = 0,

    /// <summary>Who we are, the bucket or the endpoint is refused: no request can succeed.</summary>
    Refused,

    /// <summary>A passing fault; the same request may succeed now.</summary>
    Transient,

    /// <summary>The store asks for fewer requests.</summary>
    Throttled,

    /// <summary>The clock of this machine is off; it is corrected from the answer.</summary>
    ClockSkewed,
}

/// <summary>
/// Reads the store's errors by code and status, never by their text. Source: Amazon S3 API, "Error responses"; AWS STS API,
/// "Common errors".
/// </summary>
internal static class StoreErrors
{
    /// <summary>Characters of the words that a reason repeats.</summary>
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
    /// | no answer (connection refused or cut, time-out, broken body), or one that cannot be read | transient |
    /// | NotImplemented, 501, anything else, 403 InvalidObjectState (an archived object) among it | permanent |
    /// </summary>
    public static StoreErrorKind Classify(Exception error) => error switch
    {
        StoreRefusedException => StoreErrorKind.Refused,
        StoreUnavailableException => StoreErrorKind.Transient,
        RequestRefusedException service => Classify(service.Code, service.Status),
        // A header that is no number or no time.
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
        // 307: a bucket so new that its name leads to another region still.
        (null or "", 404) => StoreErrorKind.Transient,
        (_, 0 or 307 or 408 or 409 or >= 500) => StoreErrorKind.Transient,
        _ => StoreErrorKind.Permanent,
    };

    /// <summary>
    /// Whether the store says that the session is over: earlier than this machine's clock has it, or revoked. A new one may
    /// serve. A HEAD has no body to say so in: S3 answers it with a bare 400.
    /// </summary>
    public static bool IsExpired(Exception error) => error is RequestRefusedException service
        && (service.Code is "ExpiredToken" or "InvalidToken" or "TokenRefreshRequired"
            || (service.Status == HttpStatusCode.BadRequest && service.Code is null or "" or "BadRequest"));

    /// <summary>
    /// Whether the store itself says that there is no such object or upload: a proxy's page of that status says nothing.
    /// </summary>
    public static bool IsAbsent(RequestRefusedException error) =>
        error.Status == HttpStatusCode.NotFound && error.Code is "NoSuchKey" or "NoSuchVersion" or "NoSuchUpload";

    /// <summary>The status that belongs to a code which came in an answer of success.</summary>
    public static HttpStatusCode StatusOf(string? code) => code switch
    {
        "PreconditionFailed" => HttpStatusCode.PreconditionFailed,
        "NoSuchKey" or "NoSuchUpload" => HttpStatusCode.NotFound,
        "AccessDenied" => HttpStatusCode.Forbidden,
        "InvalidPart" or "InvalidPartOrder" or "EntityTooSmall" or "EntityTooLarge" or "InvalidRequest" or "MalformedXML" =>
            HttpStatusCode.BadRequest,
        _ => HttpStatusCode.InternalServerError,
    };

    /// <summary>What a single request gives up with where its object may be at fault.</summary>
    public static StoreUnavailableException OfOneObject(string message) => new(message) { Words = message };

    /// <summary>
    /// Whether a refusal is of who we are, of the bucket or of the endpoint, by its code; a bare 403 may be of one object.
    /// </summary>
    private static bool IsOfTheStore(RequestRefusedException? error) => error?.Code
        is "ExpiredToken" or "InvalidToken" or "TokenRefreshRequired" or "InvalidAccessKeyId"
        or "NoSuchBucket" or "InvalidBucketName" or "PermanentRedirect" or "AuthorizationHeaderMalformed";

    /// <summary>The exception that a request gives up with: names the setting to look at.</summary>
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
        {
            return new StoreUnavailableException(
                $"STS at {(string.IsNullOrEmpty(options.StsUrl) ? "AWS" : options.StsUrl)} gave no answer; check S3__StsUrl, "
                    + "AWS_REGION "
                + $"and the network ({error.GetBaseException().Message}).", error);
        }

        return Classify(service) is StoreErrorKind.Throttled or StoreErrorKind.Transient
            ? new StoreUnavailableException($"STS failed ({service.Code}); it is tried again later.", error)
            : new StoreRefusedException(service.Code switch
            {
                "AccessDenied" =>
                    $"The role {options.RoleArn} may not be assumed: check S3__RoleArn, S3__ExternalId, the role's trust "
                    + "policy and "
                    + "that the base identity may call sts:AssumeRole on it.",
                "InvalidClientTokenId" or "SignatureDoesNotMatch" or "UnrecognizedClientException" =>
                    "The base identity's credentials are refused by STS: check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or "
                        + "the pod's role.",
                "ExpiredToken" or "ExpiredTokenException" => "The base identity's session has expired: renew it.",
                _ => $"STS refused to assume {options.RoleArn} ({service.Code}): check S3__RoleArn and S3__SessionDuration.",
            }, error);
    }

    private static string Advice(RequestRefusedException? error, S3Options options) => error?.Code switch
    {
        "NoSuchBucket" or "InvalidBucketName" =>
            $"the bucket '{options.Bucket}' does not exist at {Where(options)}; check S3__Bucket and S3__ServiceUrl.",
        "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" =>
            $"the bucket '{options.Bucket}' lives in another region; set AWS_REGION to it.",
        "InvalidAccessKeyId" or "SignatureDoesNotMatch" =>
            "the credentials are not known to the store; check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
        "ExpiredToken" or "InvalidToken" or "TokenRefreshRequired" =>
            "the session token is not valid (any more); check the base identity and S3__SessionDuration.",
        _ when error?.Status == HttpStatusCode.Moved =>
            $"the bucket '{options.Bucket}' lives in another region; set AWS_REGION to it.",
        _ => $"{error?.Code ?? "access denied"}; check the policy of "
            + $"{(string.IsNullOrEmpty(options.RoleArn) ? "the base identity" : options.RoleArn)}"
            + " on bucket "
            + $"'{options.Bucket}'{(string.IsNullOrEmpty(options.ExpectedBucketOwner) ? "" : " and S3__ExpectedBucketOwner")}.",
    };

    private static string Where(S3Options options) => string.IsNullOrEmpty(options.ServiceUrl) ? "AWS" : options.ServiceUrl;
}
