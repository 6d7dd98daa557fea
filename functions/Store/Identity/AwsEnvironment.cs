using Amazon;

namespace Longshore.Store.Identity;

/// <summary>
/// What AWS's own tools read from environment variables and from the profile. Source: AWS SDKs and Tools Reference Guide,
/// "Settings reference" and "Service-specific endpoints".
/// </summary>
internal static class AwsEnvironment
{
    public const string Key = "AWS_ACCESS_KEY_ID";
    public const string Secret = "AWS_SECRET_ACCESS_KEY";
    public const string Token = "AWS_SESSION_TOKEN";

    private const string NotAscii = "holds a character that is not ASCII";

    /// <summary>Variables of names and paths that play a part whatever gives the credentials.</summary>
    private static readonly string[] Plain = ["AWS_PROFILE", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"];

    /// <summary>
    /// The first of <c>AWS_REGION</c>, <c>AWS_DEFAULT_REGION</c> and the profile's <c>region</c>; null if there is none. Does not
    /// ask the machine's metadata service.
    /// </summary>
    /// <exception cref="OptionsValidationException">The files of the profile cannot be read.</exception>
    public static string? Region => Get("AWS_REGION") ?? Get("AWS_DEFAULT_REGION")
        ?? OfProfile(static () => FallbackRegionFactory.GetRegionEndpoint(includeInstanceMetadata: false)?.SystemName);

    /// <summary>The profile that the SDK reads.</summary>
    public static string Profile => Get("AWS_PROFILE") ?? "default";

    /// <summary>The files of the profile, for a message.</summary>
    public static string ProfileFiles =>
        $"{Get("AWS_CONFIG_FILE") ?? "~/.aws/config"} and {Get("AWS_SHARED_CREDENTIALS_FILE") ?? "~/.aws/credentials"}";

    /// <summary>The value of a variable; null if it is empty.</summary>
    public static string? Get(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>
    /// The address that variables or the profile give a service, and what gives it; null if there is none. A variable of the
    /// service stands above the one for all services, and variables above the profile, as in AWS's SDKs.
    /// </summary>
    /// <param name="service">Such as <c>S3</c>.</param>
    /// <param name="create">Makes a new one, without an address.</param>
    /// <exception cref="OptionsValidationException">The files of the profile cannot be read, or hold a wrong value.</exception>
    public static (string Url, string From)? AddressOf(string service, Func<ClientConfig> create)
    {
        var config = OfProfile(create);
        if (OfProfile(() => config.IgnoreConfiguredEndpointUrls))
            return null;
        foreach (var name in (ReadOnlySpan<string>)[$"AWS_ENDPOINT_URL_{service}", "AWS_ENDPOINT_URL"])
        {
            if (Get(name) is { } url)
                return (url, name);
        }

        // The SDK reads the profile, its endpoint_url and its services section.
        return OfProfile(() => config.ServiceURL) is { Length: > 0 } ofProfile
            ? (ofProfile, $"endpoint_url of the profile {Profile}") : null;
    }

    /// <summary>Reads something of the profile. The SDK's errors repeat the line, which may hold a secret.</summary>
    private static T OfProfile<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not SettingsException)
        {
            // Of this type, so that the check at the start goes on and names the wrong settings too.
            throw new OptionsValidationException(Profile, typeof(S3Options),
            [
                e.GetBaseException() is IOException or UnauthorizedAccessException
                    ? $"The files of the AWS profile '{Profile}' cannot be read ({CredentialErrors.Words(e.GetBaseException())})."
                    : $"The AWS profile '{Profile}' cannot be understood, or holds an invalid address, region or flag; "
                        + $"check {ProfileFiles}, and AWS_IGNORE_CONFIGURED_ENDPOINT_URLS.",
            ]);
        }
    }

    /// <summary>A sentence for each variable that no request could use. No sentence repeats a secret.</summary>
    /// <param name="get">Gives the value of a variable; null if it is empty.</param>
    /// <param name="source">The source of the credentials; the variables of other sources play no part.</param>
    public static IEnumerable<string> Problems(Func<string, string?> get, CredentialSource source)
    {
        // Other stores than AWS have names such as zone_1. The second is not read beside the first.
        var region = get("AWS_REGION") is null ? "AWS_DEFAULT_REGION" : "AWS_REGION";
        foreach (var name in (string[])[.. source.Variables, .. Plain, region])
        {
            if (Blank(get(name) ?? "") is { } blank)
                yield return $"{name} {blank}; remove it. (A Kubernetes Secret made with echo ends in a line break: echo -n "
                    + "adds none.)";
            else if (name is Key or Token && !Ascii.IsValid(get(name) ?? ""))
                yield return $"{name} {NotAscii}; set it again.";
        }

        if (get(region) is { } held && Blank(held) is null
            && !held.All(static each => char.IsAsciiLetterOrDigit(each) || each is '-' or '_' or '.'))
            yield return $"{region} holds '{held}'; it takes the name of a region, such as eu-central-1.";
    }

    /// <summary>
    /// A sentence about half of a key pair in the variables; null if there is none. The SDK goes on to the next source then.
    /// </summary>
    public static string? HalfOfAPair(Func<string, string?> get)
    {
        var (given, missing) = get(Key) is null ? (Secret, Key) : (Key, Secret);
        return get(given) is null || get(missing) is not null ? null
            : $"{missing} is empty although {given} is set; set both, or neither to take the credentials from elsewhere.";
    }

    /// <summary>What is wrong with credentials for headers, such as <c>a session token that ends in a blank</c>.</summary>
    public static string? ProblemOf(ImmutableCredentials credentials)
    {
        foreach (var (what, value) in (ReadOnlySpan<(string, string?)>)
            [("an access key id", credentials.AccessKey), ("a secret key", credentials.SecretKey),
                ("a session token", credentials.Token)])
        {
            if (Blank(value ?? "") is { } blank)
                return $"{what} that {blank}";
            // The secret key itself is not sent.
            if (value != credentials.SecretKey && !Ascii.IsValid(value ?? ""))
                return $"{what} that {NotAscii}";
        }

        return null;
    }

    /// <summary>What is wrong with the characters of a value that goes into a request; null if nothing is.</summary>
    public static string? Blank(string value) => value switch
    {
        "" => null,
        _ when value[^1] is '\n' or '\r' => "ends in a line break",
        _ when value[0] is '\n' or '\r' => "begins with a line break",
        _ when char.IsWhiteSpace(value[^1]) => "ends in a blank",
        _ when char.IsWhiteSpace(value[0]) => "begins with a blank",
        _ when value.Any(static each => each is '\n' or '\r') => "holds a line break",
        _ when value.Any(char.IsControl) => "holds a control character",
        _ => null,
    };
}

/// <summary>Checks the environment before anything is sent: its values go into headers.</summary>
internal sealed class AwsEnvironmentCheck : IValidateOptions<S3Options>
{
    public ValidateOptionsResult Validate(string? name, S3Options options) =>
        AwsEnvironment.Problems(AwsEnvironment.Get, CredentialSource.Current(options)).ToArray() is { Length: > 0 } problems
            ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
}
