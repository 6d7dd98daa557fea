namespace Longshore.Store.Identity;

/// <summary>Says in a sentence why a role could not be assumed. Source: AWS STS API, "Common errors" and AssumeRole.</summary>
internal static class StsErrors
{
    /// <param name="error">The SDK's error, or <see cref="RequestRefusedException"/>.</param>
    public static StoreUnavailableException Of(Exception error, S3Options options) => error switch
    {
        RequestRefusedException refused => Refused(refused, options),
        // The SDK could not read the answer: its error has the status of the answer, and no code of STS.
        FormatException or AmazonUnmarshallingException or System.Xml.XmlException => new StoreUnavailableException(
            $"STS at {Where(options)} answered, but with no session ({CredentialErrors.Words(error.GetBaseException())}): is "
            + $"{options.StsUrlFrom} the address of an STS?", error),
        AmazonServiceException { StatusCode: not 0 } answered => Refused(RequestRefusedException.From(answered), options),
        _ => new StoreUnavailableException(
            $"STS at {Where(options)} gave no answer{Proxies.Before(options.StsUrl)}; check {AddressSetting(options)} and the "
            + $"network ({CredentialErrors.Words(error.GetBaseException())}).", error),
    };

    /// <summary>The error of an STS that gave nothing within <see cref="S3Options.CredentialsTimeout"/>.</summary>
    public static StoreUnavailableException Late(S3Options options) => new(
        $"STS at {Where(options)} gave no answer within {options.CredentialsTimeout.TotalSeconds:0} s "
        + $"(S3__CredentialsTimeout){Proxies.Before(options.StsUrl)}; check {AddressSetting(options)} and the network.",
        new TimeoutException());

    /// <summary>The error of a session that the SDK does not take.</summary>
    public static StoreUnavailableException Unusable(Exception error, S3Options options) => new(
        $"STS at {Where(options)} gave a session that has ended already; check this machine's clock, the clock of the "
        + "STS server, and S3__SessionDuration.", error);

    private static StoreUnavailableException Refused(RequestRefusedException error, S3Options options)
    {
        if (error.Status == 0)
            return Of(error.InnerException ?? new HttpRequestException(error.Message), options);
        if (StoreAdvice.OfAPage(error, options.StsUrl, AddressSetting(options), "an STS") is { } page)
            return new StoreUnavailableException($"STS at {page}", error);
        if (StoreErrors.Classify(error) is StoreErrorKind.Throttled or StoreErrorKind.Transient)
            return new StoreUnavailableException($"STS at {Where(options)} failed: {error.Words}; "
                + $"{(error.MayPass ? "try again later" : $"check {AddressSetting(options)}")}.", error);
        return new StoreRefusedException(error.Code switch
        {
            "AccessDenied" =>
                $"The role {options.RoleArn} may not be assumed: check S3__RoleArn, S3__ExternalId, the role's trust "
                + $"policy and that the base identity may call sts:AssumeRole on it. STS says: {error.Words}.",
            "InvalidClientTokenId" or "SignatureDoesNotMatch" or "UnrecognizedClientException" =>
                "The base identity's credentials are refused by STS: check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or "
                + $"the pod's role. STS says: {error.Words}.",
            "ExpiredToken" or "ExpiredTokenException" =>
                $"STS refused the base identity: {CredentialErrors.Expired(CredentialSource.Current(options))}",
            "MalformedPolicyDocument" or "PackedPolicyTooLarge" =>
                $"STS refused the policy of the session: {error.Words}. S3__SessionPolicy=false sends none.",
            _ => $"STS at {Where(options)} refused to assume {options.RoleArn}: {error.Words}; check "
                + $"{(string.IsNullOrEmpty(error.Code) ? AddressSetting(options) : "S3__RoleArn and S3__SessionDuration")}.",
        }, error);
    }

    /// <summary>What a person checks if the address of STS is in doubt. Without a setting it follows from the region.</summary>
    public static string AddressSetting(S3Options options) =>
        string.IsNullOrEmpty(options.StsUrl) ? "AWS_REGION" : options.StsUrlFrom;

    private static string Where(S3Options options) => StoreAdvice.Where(options.StsUrl);
}
