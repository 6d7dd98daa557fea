using Amazon.Runtime.CredentialManagement;

namespace Longshore.Store.Identity;

/// <summary>
/// Says in a sentence why there are no credentials. The SDK's own texts are repeated only where they hold no secret: those of a
/// <c>credential_process</c> are not, and an address loses its password.
/// </summary>
internal static class CredentialErrors
{
    private const string Container = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
    private const string ContainerPath = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
    private const string Metadata = "AWS_EC2_METADATA_SERVICE_ENDPOINT";

    /// <summary>The error of the SDK's chain, which found no source of credentials.</summary>
    public static NoCredentialsException NotFound(Exception error) => error switch
    {
        ProcessAWSCredentialException => OfTheProcess(error),
        ProfileNotFoundException => new($"The AWS profile '{AwsEnvironment.Profile}' was not found; check AWS_PROFILE, and the "
            + "files ~/.aws/config and ~/.aws/credentials.", error),
        OperationCanceledException or TimeoutException => Later(
            "The credentials could not be fetched in time; check the pod's role, or the profile, and the network.", error),
        _ when FirstOf(Container, ContainerPath) is { } variable => Later(
            $"The credentials service that {variable} names gave no credentials; check the pod's service account, and try again.",
            error),
        _ when HalfOfProfile() is { } half => new(half, error),
        _ when FirstOf(Metadata) is not null => Later(
            $"The metadata service that {Metadata} names gave no credentials; check the machine's role, and try again.", error),
        _ => new("No AWS credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE after aws "
            + "configure or aws sso login, or in a cluster give the pod's service account a role.", error),
    };

    /// <summary>The error of a source of credentials that was found.</summary>
    /// <param name="source">The SDK's type of the source.</param>
    public static NoCredentialsException NotFetched(Exception error, string source)
    {
        if (error is ProcessAWSCredentialException)
            return OfTheProcess(error);
        if (Chain(error).OfType<AmazonServiceException>().FirstOrDefault(each => each.StatusCode != 0) is { } answered
            && answered is not AmazonUnmarshallingException)
        {
            var refused = RequestRefusedException.From(answered);
            var isTemporary = StoreErrors.Classify(refused) is StoreErrorKind.Throttled or StoreErrorKind.Transient;
            var advice = isTemporary ? "this usually passes." : "check the pod's role and its trust policy, or the profile.";
            return new($"The base identity's credentials were refused ({source}): {refused.Words}; {advice}", error)
            { IsTemporary = isTemporary };
        }

        var cause = error.GetBaseException();
        return new($"The base identity's credentials could not be fetched ({source}: {Words(cause)}); "
            + "check the pod's role and its trust policy, or the profile, and the network.", error)
        {
            // A token's file that is not there stays away; a service that does not answer may come back.
            IsTemporary = !(cause is ArgumentException or FileNotFoundException or DirectoryNotFoundException
                or UnauthorizedAccessException or InvalidOperationException),
        };
    }

    /// <summary>The text of an error in one line, without a password in an address.</summary>
    public static string Words(Exception error) =>
        Printable.OneLine(WebAddress.WithoutUser(error.Message), StoreErrors.LongestWords).TrimEnd('.');

    /// <summary>Its output is not repeated: it may hold a key.</summary>
    private static NoCredentialsException OfTheProcess(Exception error) => Later(
        $"The credential_process of the AWS profile '{AwsEnvironment.Profile}' failed or took too long; run it by hand to see "
        + "why.", error);

    private static NoCredentialsException Later(string message, Exception error) => new(message, error) { IsTemporary = true };

    private static string? HalfOfProfile()
    {
        if (!new CredentialProfileStoreChain().TryGetProfile(AwsEnvironment.Profile, out var profile))
            return null;
        var (key, secret) = (profile.Options.AccessKey, profile.Options.SecretKey);
        return string.IsNullOrEmpty(key) == string.IsNullOrEmpty(secret)
            ? null
            : $"The AWS profile '{profile.Name}' lacks "
                + $"aws_{(string.IsNullOrEmpty(key) ? "access_key_id" : "secret_access_key")}; set both halves of the key pair.";
    }

    private static string? FirstOf(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (AwsEnvironment.Get(name) is not null)
                return name;
        }

        return null;
    }

    private static IEnumerable<Exception> Chain(Exception error)
    {
        for (Exception? each = error; each is not null; each = each.InnerException)
            yield return each;
    }
}
