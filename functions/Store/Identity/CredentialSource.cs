using Amazon.Runtime.CredentialManagement;

namespace Longshore.Store.Identity;

internal enum CredentialKind
{
    /// <summary>The machine's metadata service, which is asked if nothing names another source.</summary>
    Metadata = 0,
    Keys,
    WebIdentity,
    Profile,

    /// <summary>The <c>credential_process</c> of a profile.</summary>
    Process,
    Container,
}

/// <summary>
/// The source in the SDK's chain that plays a part, as environment and profile tell, for messages. Sources: AWS SDK for .NET
/// Developer Guide, "Credential and profile resolution"; AWS SDKs and Tools Reference Guide, "Settings reference".
/// </summary>
/// <param name="Name">As part of a sentence, such as <c>the AWS profile 'dev'</c>.</param>
/// <param name="Check">What to do if it gives nothing.</param>
/// <param name="Renewal">What to do when its session has expired.</param>
internal sealed record CredentialSource(CredentialKind Kind, string Name, string Check, string Renewal)
{
    public const string TokenFile = "AWS_WEB_IDENTITY_TOKEN_FILE";
    public const string RoleArn = "AWS_ROLE_ARN";
    public const string Container = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
    public const string ContainerPath = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
    public const string Metadata = "AWS_EC2_METADATA_SERVICE_ENDPOINT";

    /// <summary>Variables that only this source reads and whose values go into a request, a path or a header.</summary>
    public string[] Variables { get; private init; } = [];

    /// <summary>The first source that has all that it needs; the machine's metadata service needs nothing.</summary>
    public static CredentialSource Current(S3Options options) => Of(AwsEnvironment.Get, options, Profile());

    /// <summary>The same for given variables and a given profile.</summary>
    public static CredentialSource Of(Func<string, string?> get, S3Options options, CredentialProfile? profile)
    {
        if (get(AwsEnvironment.Key) is not null && get(AwsEnvironment.Secret) is not null)
            return new(CredentialKind.Keys, $"{AwsEnvironment.Key} and {AwsEnvironment.Secret}", "set both",
                $"get a new session, and set {AwsEnvironment.Key}, {AwsEnvironment.Secret} and {AwsEnvironment.Token} from it")
            { Variables = [AwsEnvironment.Key, AwsEnvironment.Secret, AwsEnvironment.Token] };
        if (get(TokenFile) is not null && get(RoleArn) is not null)
            return new(CredentialKind.WebIdentity,
                $"STS at {StoreAdvice.Where(options.StsUrl)} (asked with {TokenFile} and {RoleArn})",
                $"check {TokenFile}, {StsErrors.AddressSetting(options)}, the role's trust policy and the network",
                $"check that something renews {TokenFile}")
            { Variables = [TokenFile, RoleArn, "AWS_ROLE_SESSION_NAME"] };
        if (profile?.CanCreateAWSCredentials == true)
            return OfProfile(profile, options);
        if (get(ContainerPath) is not null)
            return OfContainer("http://169.254.170.2", ContainerPath);
        if (get(Container) is { } url)
            return OfContainer(Origin(url), Container);
        return new(CredentialKind.Metadata,
            get(Metadata) is { } service ? $"the metadata service that {Metadata} names ({Origin(service)})"
                : "the machine's metadata service (http://169.254.169.254)",
            get(Metadata) is null ? "check the machine's role" : $"check {Metadata} and the machine's role",
            "check the machine's role")
        { Variables = [Metadata] };
    }

    /// <summary>The profile that the SDK reads; null if there is none, or if it cannot be read.</summary>
    public static CredentialProfile? Profile()
    {
        try
        {
            return new CredentialProfileStoreChain().TryGetProfile(AwsEnvironment.Profile, out var profile) ? profile : null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null;
        }
    }

    private static CredentialSource OfProfile(CredentialProfile profile, S3Options options)
    {
        var name = $"the AWS profile '{profile.Name}'";
        if (profile.Options.CredentialProcess is { Length: > 0 })
            // The command itself may hold a secret.
            return new(CredentialKind.Process, $"the credential_process of {name}",
                "run it by hand to see why", "run its credential_process by hand");
        if (!string.IsNullOrEmpty(profile.Options.RoleArn))
            return new(CredentialKind.Profile, $"STS at {StoreAdvice.Where(options.StsUrl)} (asked for the role of {name})",
                $"check the profile, {StsErrors.AddressSetting(options)}, the role's trust policy and the network",
                "check the profile and its source_profile");
        return new(CredentialKind.Profile, name, $"check {AwsEnvironment.ProfileFiles}",
            "get a new session, and set aws_access_key_id, aws_secret_access_key and aws_session_token from it");
    }

    private static CredentialSource OfContainer(string where, string variable) =>
        new(CredentialKind.Container, $"the credentials service that {variable} names ({where})",
            "check that address and the pod's service account", "check the pod's service account")
        { Variables = [variable, "AWS_CONTAINER_AUTHORIZATION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] };

    /// <summary>Without user, path and query, which may hold secrets.</summary>
    private static string Origin(string url) => WebAddress.TryParse(url, out var address)
        ? address.GetLeftPart(UriPartial.Scheme) + address.Authority : "not a valid address";
}
