using Longshore.Store.Identity;

namespace Longshore.Store;

/// <summary>
/// The sentences about requests that failed for good: what failed, what the store said in its own code and words, and what to do.
/// </summary>
internal static class StoreAdvice
{
    /// <summary>The error of a request that failed possibly because of its object.</summary>
    public static StoreUnavailableException OfOneObject(string message) => new(message) { Words = message };

    /// <summary>The store calls a key taken and shows no object under it.</summary>
    /// <param name="times">How often it did.</param>
    public static StoreUnavailableException TakenByNothing(string key, int times) => new(
        $"{key} could not be written: the store answered {times} times that the key is taken, and showed no object under it. "
        + "Check whether a proxy answers in the store's place.");

    /// <summary>The error of a listing that the store refuses for good.</summary>
    public static StoreRefusedException OfAListing(RequestRefusedException error, S3Options options, string place) => new(
        $"Listing {place} was refused by {Where(options)}: {error.Words}; check {options.ServiceUrlFrom} and S3__Bucket.", error);

    /// <summary>The exception to throw after the last attempt; its message names the setting to check.</summary>
    /// <param name="what">The operation and the object: "Putting a.jpg".</param>
    public static Exception Final(Exception error, S3Options options, string what)
    {
        if (error is StoreUnavailableException)
            return error;
        var service = error as RequestRefusedException;
        var kind = StoreErrors.Classify(error);
        var words = StoreErrors.IsOfTheStore(service) ? null : WordsOf(error, options);
        return kind switch
        {
            StoreErrorKind.Refused =>
                new StoreRefusedException($"{what} was refused: {Refusal(service, options)}", error) { Words = words },
            StoreErrorKind.ClockSkewed => new StoreRefusedException(
                $"{what} was refused: this machine's clock is more than 15 minutes off; set it.", error),
            StoreErrorKind.Permanent when service?.IsPage == true && (int)service.Status is not (412 or 413 or 414 or 416) =>
                new StoreRefusedException($"{what} failed: {OfAPage(service, options)}", error) { Words = words },
            StoreErrorKind.Permanent => error,
            _ when OfAPage(service, options) is { } page =>
                new StoreUnavailableException($"{what} failed: {page}", error) { Words = words },
            _ => new StoreUnavailableException(kind switch
            {
                StoreErrorKind.Full =>
                    $"{what} was refused: the store is full: {service!.Words}; make room there, or raise the quota.",
                StoreErrorKind.NotWritable =>
                    $"{what} failed: the store takes no writes at the moment: {service!.Words}; try again later.",
                StoreErrorKind.Throttled =>
                    $"{what} was throttled by the store: {service!.Words}{Via(options)}; try again later.",
                _ when service is not null && service.Status != 0 =>
                    $"{what} failed at {Where(options)}: {service.Words}{Via(options)}; "
                    + $"{(service.MayPass ? "try again later" : $"check {AddressSetting(options)}")}.",
                _ => NoAnswer(error, options, what),
            }, error)
            { Words = words },
        };
    }

    /// <summary>The exception for a write that was refused for a reason that may hold for all writes.</summary>
    /// <param name="final">From <see cref="Final"/>.</param>
    /// <param name="isHopeless">See <see cref="StoreUnavailableException.IsHopeless"/>.</param>
    public static Exception OfAWrite(Exception final, S3Options options, string what, bool isHopeless) => final switch
    {
        RequestRefusedException refused => new StoreRefusedException($"{what} was refused: {Refusal(refused, options)}", refused)
        { Words = WordsOf(refused, options), IsHopeless = isHopeless },
        StoreUnavailableException { Words: var words } when isHopeless =>
            new StoreUnavailableException(final.Message, final.InnerException) { Words = words, IsHopeless = true },
        _ => final,
    };

    /// <summary>Whether the store refuses a header that Longshore sends with every write.</summary>
    public static bool IsOfOurHeaders(RequestRefusedException error) => IsOfTheCondition(error) || IsOfTheChecksum(error);

    /// <summary>
    /// The store's words for the reason of one file. Where a setting helps, they name it: the reason is all that a person sees of
    /// this error.
    /// </summary>
    public static string WordsOf(Exception error, S3Options options) => error switch
    {
        RequestRefusedException { IsPage: true } page => $"{page.Words}; check {AddressSetting(options)}",
        RequestRefusedException refused => refused.Words + (IsOfOurHeaders(refused) || IsOfThePolicy(refused, options)
            ? $"; {Refusal(refused, options).TrimEnd('.')}" : ""),
        _ => Printable.OneLine(WebAddress.WithoutUser(error.Message), StoreErrors.LongestWords),
    };

    private static string NoAnswer(Exception error, S3Options options, string what)
    {
        var (where, from) = (Where(options), options.ServiceUrlFrom);
        // Beneath a time-out is only the error of the socket that it has closed.
        var cause = CredentialErrors.Words(
            CredentialErrors.Chain(error).OfType<TimeoutException>().LastOrDefault() ?? error.GetBaseException());
        return error switch
        {
            WrongAnswerException { IsOfAnotherKind: true } =>
                $"{what} failed: {CredentialErrors.Words(error)}. Is {from} the address of a store ({where})?",
            WrongAnswerException or FormatException or OverflowException =>
                $"{what} failed: {CredentialErrors.Words(error)}. The store at {where} does not answer as S3 does.",
            HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } =>
                $"{what} got only a part of an answer from {where}{Via(options)}; check the network.",
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } =>
                $"{what} got an answer from {where}{Via(options)} that is not HTTP ({cause}); check {from}.",
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
                $"{what} found no TLS that can be trusted at {where}{Via(options)} ({cause}); check {from}: "
                + "does that port speak http, and is its certificate known here?",
            _ when Via(options) is { Length: > 0 } via =>
                $"{what} got no answer from {where}{via}; check HTTPS_PROXY and HTTP_PROXY, or name the host in NO_PROXY "
                    + $"({cause}).",
            _ => $"{what} got no answer from {where}; check {AddressSetting(options)} and the network ({cause}).",
        };
    }

    /// <summary>What a refusal means and what to do, as a clause that ends in a full stop.</summary>
    private static string Refusal(RequestRefusedException? error, S3Options options) => error switch
    {
        { Code: "NoSuchBucket" or "InvalidBucketName" } =>
            $"the bucket '{options.Bucket}' does not exist at {Where(options)}; check S3__Bucket and {options.ServiceUrlFrom}.",
        { Code: "InvalidAccessKeyId" or "SignatureDoesNotMatch" } =>
            "the credentials are not known to the store; check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
        { Code: "ExpiredToken" or "InvalidToken" or "TokenRefreshRequired" } when !string.IsNullOrEmpty(options.RoleArn) =>
            $"the session of {options.RoleArn} has expired or is not valid; check this machine's clock and S3__SessionDuration.",
        { Code: "ExpiredToken" or "InvalidToken" or "TokenRefreshRequired" } =>
            CredentialErrors.Expired(CredentialSource.Current(options)),
        { WantsTls: true } =>
            $"{Where(options)} answered 400: that port wants https. Set {options.ServiceUrlFrom} to https:// instead of http://.",
        { Status: HttpStatusCode.ProxyAuthenticationRequired } =>
            $"the proxy wants a user and a password (407){Via(options)}; set them in HTTPS_PROXY or HTTP_PROXY.",
        { Code: "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" } =>
            OtherRegion(error, options),
        { Region: not null } when (int)error.Status is >= 300 and < 400 => OtherRegion(error, options),
        { Location: { } location } when (int)error.Status is >= 300 and < 400 => Elsewhere(location, error, options),
        { Status: HttpStatusCode.Moved } => OtherRegion(error, options),
        { } when (int)error.Status is >= 300 and < 400 =>
            $"{Where(options)} sends requests elsewhere ({(int)error.Status}) and does not say where; check "
            + $"{options.ServiceUrlFrom}.",
        { IsPage: true } => OfAPage(error, options)!,
        { } when IsOfTheChecksum(error) =>
            $"the store refuses the header {error.Refused ?? ObjectSender.Checksum} ({error.Words}), by which it proves each "
            + "upload. Nothing can be shipped to a store that does not take it.",
        { } when IsOfTheCondition(error) =>
            $"the store does not know If-None-Match ({error.Words}): set S3__ConditionalWrites=false.",
        { Code: "NotImplemented" } or { Status: HttpStatusCode.NotImplemented } =>
            $"the store does not know this request or one of its headers ({error.Words}); if it is If-None-Match, set "
            + "S3__ConditionalWrites=false.",
        { Status: HttpStatusCode.MethodNotAllowed } =>
            $"{Where(options)} takes no such request ({error.Words}); check {options.ServiceUrlFrom}.",
        { } when IsOfThePolicy(error, options) =>
            $"{error.Words}; a session policy was sent with the role, and a store that does not understand ${{*}} in it refuses "
            + "each key of a prefix with *, ? or $. S3__SessionPolicy=false sends none.",
        _ => $"{error?.Words ?? "access denied"}; check the policy of "
            + $"{(string.IsNullOrEmpty(options.RoleArn) ? "the base identity" : options.RoleArn)} on bucket "
            + $"'{options.Bucket}'{(string.IsNullOrEmpty(options.ExpectedBucketOwner) ? "" : " and S3__ExpectedBucketOwner")}.",
    };

    /// <summary>A clause about an answer that is a web page, with its address and what to check; else null.</summary>
    /// <param name="from">The setting or variable behind the address.</param>
    /// <param name="wanted">What belongs at the address, such as <c>a store</c>.</param>
    public static string? OfAPage(RequestRefusedException? error, string? address, string from, string wanted) =>
        error is not { IsPage: true } ? null
        : $"{Where(address)} answered with a web page ({(int)error.Status} {error.Status}){Proxies.Before(address)}; "
            + (string.IsNullOrEmpty(address) ? "check the network, in which another server answers"
                : $"check that {from} names the address of {wanted}")
            + $"{(error.MayPass ? ", or try again later" : "")}.";

    private static string? OfAPage(RequestRefusedException? error, S3Options options) =>
        OfAPage(error, options.ServiceUrl, AddressSetting(options), "a store");

    /// <summary>What a person checks if the address is in doubt. Without a setting it follows from the region.</summary>
    private static string AddressSetting(S3Options options) =>
        string.IsNullOrEmpty(options.ServiceUrl) ? "AWS_REGION" : options.ServiceUrlFrom;

    private static string OtherRegion(RequestRefusedException error, S3Options options) => error.Region is { } region
        ? $"the bucket '{options.Bucket}' lives in the region {region}; set AWS_REGION or --region to {region}."
        : $"the bucket '{options.Bucket}' lives in another region{(error.Location is { } at ? $", at {at}" : "")} "
            + $"({error.Words}); set AWS_REGION or --region to it.";

    private static string Elsewhere(string location, RequestRefusedException error, S3Options options)
    {
        var origin = WebAddress.TryParse(location, out var url) ? url.GetLeftPart(UriPartial.Scheme) + url.Authority : location;
        var wantsTls = url?.Scheme == Uri.UriSchemeHttps
            && options.ServiceUrl?.StartsWith("http://", StringComparison.OrdinalIgnoreCase) == true;
        return $"{Where(options)} sends requests on to {origin} ({(int)error.Status}){(wantsTls ? ": it wants https" : "")}. If "
            + $"that is the store, set {options.ServiceUrlFrom} to {origin}.";
    }

    private static bool IsOfTheCondition(RequestRefusedException error) =>
        Names(error, "if-none-match", "if-match");

    private static bool IsOfTheChecksum(RequestRefusedException error) =>
        Names(error, "x-amz-checksum", "x-amz-sdk-checksum");

    /// <summary>Whether the answer names such a header: in an element of its own or, as in many stores, in its text.</summary>
    private static bool Names(RequestRefusedException error, params ReadOnlySpan<string> headers)
    {
        if (error.Status is not (HttpStatusCode.BadRequest or HttpStatusCode.NotImplemented)
            || error.Code is not (null or "" or "NotImplemented" or "InvalidArgument" or "InvalidRequest" or "BadRequest"
                or "UnsupportedOperation" or "UnsupportedHeader" or "InvalidHeader"))
            return false;
        foreach (var header in headers)
        {
            if ((error.Refused ?? error.Words).Contains(header, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static bool IsOfThePolicy(RequestRefusedException error, S3Options options) =>
        error.Status == HttpStatusCode.Forbidden && !string.IsNullOrEmpty(options.RoleArn) && options.SessionPolicy
        && (options.Bucket + options.Prefix + options.StatePrefix).AsSpan().ContainsAny("*?$");

    private static string Via(S3Options options) => Proxies.Before(options.ServiceUrl);

    private static string Where(S3Options options) => Where(options.ServiceUrl);

    /// <summary>An address for a message.</summary>
    public static string Where(string? address) => string.IsNullOrEmpty(address) ? "AWS" : WebAddress.WithoutUser(address);
}
