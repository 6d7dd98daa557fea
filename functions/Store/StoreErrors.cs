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

    /// <summary>The store or a quota is full: no write can succeed until somebody makes room.</summary>
    Full,

    /// <summary>The store takes no writes at the moment, but may serve reads.</summary>
    NotWritable,
}

/// <summary>
/// Classifies the store's errors by code and status. Text counts only where no code tells: a port that wants TLS, and a refused
/// header. Source: Amazon S3 API, "Error responses"; AWS STS API,
/// "Common errors".
/// </summary>
internal static class StoreErrors
{
    /// <summary>Most characters of the store's message in a reason.</summary>
    public const int LongestWords = 200;

    /// <summary>
    /// | error | kind |
    /// | --- | --- |
    /// | QuotaExceeded and the like, XMinioStorageFull, InsufficientStorage, 507 | full |
    /// | XMinioWriteQuorum, SlowDownWrite and the like | not writable |
    /// | SlowDown, TooManyRequests, 429, 503 | throttled |
    /// | RequestTimeTooSkewed | clock skewed |
    /// | NoSuchBucket, PermanentRedirect, AuthorizationHeaderMalformed, 301, 302, 303, 308, 407 | refused |
    /// | 307 without a code (a proxy's), 400 of a port that wants TLS | refused |
    /// | InvalidAccessKeyId, SignatureDoesNotMatch, ExpiredToken, InvalidToken, 401, 403 | refused |
    /// | 409 ConditionalRequestConflict, OperationAborted, 408, RequestTimeout, TemporaryRedirect, 500, 502, 504 | transient |
    /// | BadDigest, XAmzContentSHA256Mismatch | transient |
    /// | 404 without a code (a proxy's page) | transient |
    /// | no answer (connection refused or cut, time-out, broken body), or an unreadable answer | transient |
    /// | NotImplemented, 501, 403 InvalidObjectState (an archived object), anything else | permanent |
    /// </summary>
    public static StoreErrorKind Classify(Exception error) => error switch
    {
        StoreRefusedException => StoreErrorKind.Refused,
        StoreUnavailableException => StoreErrorKind.Transient,
        RequestRefusedException { WantsTls: true } => StoreErrorKind.Refused,
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
        _ when IsFull(code, (int)status) => StoreErrorKind.Full,
        ("XMinioWriteQuorum" or "XMinioBackendDown" or "InsufficientWriteQuorum" or "SlowDownWrite" or "ReadOnly"
            or "ReadOnlyMode" or "ServiceReadOnly", _) => StoreErrorKind.NotWritable,
        ("RequestTimeTooSkewed", _) => StoreErrorKind.ClockSkewed,
        ("NoSuchBucket" or "PermanentRedirect" or "AuthorizationHeaderMalformed" or "InvalidAccessKeyId"
            or "SignatureDoesNotMatch"
            or "ExpiredToken" or "InvalidToken" or "TokenRefreshRequired" or "InvalidBucketName", _) => StoreErrorKind.Refused,
        ("ConditionalRequestConflict" or "OperationAborted" or "RequestTimeout" or "BadDigest" or "XAmzContentSHA256Mismatch"
            or "InternalError" or "IncompleteBody", _) => StoreErrorKind.Transient,
        ("InvalidObjectState" or "NotImplemented", _) or (_, 501) => StoreErrorKind.Permanent,
        (_, 429 or 503) => StoreErrorKind.Throttled,
        // S3's 307 has a code: the name of a very new bucket still resolves to another region.
        (null or "", 307) or (_, 301 or 302 or 303 or 308 or 401 or 403 or 407) => StoreErrorKind.Refused,
        (null or "", 404) => StoreErrorKind.Transient,
        (_, 0 or 307 or 408 or 409 or >= 500) => StoreErrorKind.Transient,
        _ => StoreErrorKind.Permanent,
    };

    /// <summary>
    /// Stores name their quotas in many ways: of a user, an account, a bucket, a disk. With 429 or 503 it is a quota of requests.
    /// </summary>
    private static bool IsFull(string? code, int status) => status == 507
        || (code is not null && status is not (429 or 503) && (code.Contains("Quota", StringComparison.OrdinalIgnoreCase)
            || code is "XMinioStorageFull" or "StorageFull" or "InsufficientStorage" or "InsufficientStorageSpace" or "DiskFull"
                or "NoSpaceLeft" or "StorageLimitExceeded" or "StorageCapExceeded"));

    /// <summary>
    /// Whether the reason for which a write was refused may hold for every write: no room, no writes, or a header that the store
    /// does not know.
    /// </summary>
    public static bool MayHoldForAllWrites(Exception error) =>
        Classify(error) is StoreErrorKind.Full or StoreErrorKind.NotWritable
        || error is RequestRefusedException { Code: "NotImplemented" or "MethodNotAllowed" }
            or RequestRefusedException { Status: HttpStatusCode.NotImplemented or HttpStatusCode.MethodNotAllowed }
        || error is RequestRefusedException refused && StoreAdvice.IsOfOurHeaders(refused);

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

    /// <summary>Whether the code blames credentials, bucket or endpoint. A bare 403 may be about one object.</summary>
    public static bool IsOfTheStore(RequestRefusedException? error) => error?.Code
        is "ExpiredToken" or "InvalidToken" or "TokenRefreshRequired" or "InvalidAccessKeyId"
        or "NoSuchBucket" or "InvalidBucketName" or "PermanentRedirect" or "AuthorizationHeaderMalformed"
        || error is { WantsTls: true } or { Code: null or "", Location: not null };
}
