using Amazon.Runtime.CredentialManagement;

namespace Longshore.Store.Identity;

/// <summary>
/// Says in a sentence why there are no credentials. The SDK's own texts are repeated only where they hold no secret: those of a
/// <c>credential_process</c> are not, and an address loses its password.
/// </summary>
internal static class CredentialErrors
{
    /// <summary>The error of the SDK's chain, which found no source of credentials.</summary>
    public static NoCredentialsException NotFound(Exception error, S3Options options)
    {
        if (error is ProcessAWSCredentialException)
            return OfTheProcess(error);
        if (error is ProfileNotFoundException)
            return new($"The AWS profile '{AwsEnvironment.Profile}' was not found; check AWS_PROFILE, and the files "
                + $"{AwsEnvironment.ProfileFiles}.", error);
        var source = CredentialSource.Current(options);
        if (error is OperationCanceledException or TimeoutException)
            return Late(source, options);
        // The SDK goes on to the next source after half of a key pair or a profile that it cannot use.
        if (source.Kind != CredentialKind.Container
            && (AwsEnvironment.HalfOfAPair(AwsEnvironment.Get) ?? ProfileProblem.Find()) is { } problem)
            return new(problem, error);
        if (source.Kind != CredentialKind.Metadata || AwsEnvironment.Get(CredentialSource.Metadata) is not null)
            return Later($"{Sentence(source.Name)} gave no credentials; {source.Check}, and try again.", error);
        return new("No AWS credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE after aws "
            + "configure, or in a cluster give the pod's service account a role. After aws sso login, set the variables by: "
            + "eval \"$(aws configure export-credentials --format env)\".", error);
    }

    /// <summary>The error of a source of credentials that was found.</summary>
    public static NoCredentialsException NotFetched(Exception error, AWSCredentials found, S3Options options)
    {
        if (error is ProcessAWSCredentialException)
            return OfTheProcess(error);
        var (cause, source) = (error.GetBaseException(), CredentialSource.Current(options));
        if (cause is OperationCanceledException or TimeoutException)
            return Late(source, options);
        if (found is SSOAWSCredentials && ProfileProblem.Find() is { } problem)
            return new(problem, error);
        if (Chain(error).OfType<AmazonServiceException>().FirstOrDefault(each => each.StatusCode != 0) is { } answered
            && RequestRefusedException.From(answered) is { IsSuccess: false } refused)
        {
            var isTemporary = StoreErrors.Classify(refused) is StoreErrorKind.Throttled or StoreErrorKind.Transient;
            return new($"{Sentence(source.Name)} gave no credentials: {refused.Words}; {source.Check}"
                + $"{(refused.MayPass ? ", or try again later" : "")}.", error)
            { IsTemporary = isTemporary };
        }

        return new($"{Sentence(source.Name)} gave no credentials ("
            // The SDK takes an answer of another server, such as a web page, for one without credentials.
            + $"{(cause is NullReferenceException ? "its answer holds no credentials" : Words(cause))}); {source.Check}.", error)
        {
            // A token's file that is not there stays away; a service that does not answer may come back.
            IsTemporary = !(cause is ArgumentException or FileNotFoundException or DirectoryNotFoundException
                or UnauthorizedAccessException or InvalidOperationException),
        };
    }

    /// <summary>The error of a source that gave nothing within <see cref="S3Options.CredentialsTimeout"/>.</summary>
    public static NoCredentialsException Late(CredentialSource source, S3Options options) => Later(
        $"{Sentence(source.Name)} gave no credentials within {options.CredentialsTimeout.TotalSeconds:0} s "
        + $"(S3__CredentialsTimeout); {source.Check}. If it needs longer, raise S3__CredentialsTimeout.", new TimeoutException());

    /// <summary>The error of credentials that no request can carry.</summary>
    /// <param name="problem">Such as <c>a session token that ends in a line break</c>.</param>
    public static NoCredentialsException Unusable(string problem, CredentialSource source) => new(
        $"{Sentence(source.Name)} gave {problem}, which no request can carry; {source.Check}.", new FormatException(problem));

    /// <summary>A clause about a session that is over, with what to do.</summary>
    public static string Expired(CredentialSource source) =>
        $"the session of {source.Name} has expired or is not valid; {source.Renewal}.";

    /// <summary>The text of an error in one line, without a password in an address.</summary>
    public static string Words(Exception error) =>
        Printable.OneLine(WebAddress.WithoutUser(error.Message), StoreErrors.LongestWords).TrimEnd('.');

    /// <summary>Its output is not repeated: it may hold a key.</summary>
    private static NoCredentialsException OfTheProcess(Exception error) => Later(
        $"The credential_process of the AWS profile '{AwsEnvironment.Profile}' failed; run it by hand to see why.", error);

    private static string Sentence(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private static NoCredentialsException Later(string message, Exception error) => new(message, error) { IsTemporary = true };

    /// <summary>The error and those within it, the outermost first.</summary>
    public static IEnumerable<Exception> Chain(Exception error)
    {
        for (Exception? each = error; each is not null; each = each.InnerException)
            yield return each;
    }
}
