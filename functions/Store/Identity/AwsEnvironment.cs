using Amazon;

namespace Longshore.Store.Identity;

/// <summary>
/// What AWS's own tools read from environment variables and from the profile. Source: AWS SDKs and Tools Reference Guide,
/// "Settings reference" and "Service-specific endpoints".
/// </summary>
internal static class AwsEnvironment
{
    private const string Key = "AWS_ACCESS_KEY_ID";
    private const string Secret = "AWS_SECRET_ACCESS_KEY";

    /// <summary>Variables whose values go into a header, a signature, a host name or a path.</summary>
    private static readonly string[] Plain =
    [
        Key, Secret, "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_ROLE_ARN",
        "AWS_ROLE_SESSION_NAME", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE",
        "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL_STS", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "AWS_EC2_METADATA_SERVICE_ENDPOINT",
    ];

    /// <summary>
    /// The first of <c>AWS_REGION</c>, <c>AWS_DEFAULT_REGION</c> and the profile's <c>region</c>; null if there is none. Does not
    /// ask the machine's metadata service.
    /// </summary>
    /// <exception cref="SettingsException">The files of the profile cannot be read.</exception>
    public static string? Region => Get("AWS_REGION") ?? Get("AWS_DEFAULT_REGION")
        ?? OfProfile(static () => FallbackRegionFactory.GetRegionEndpoint(includeInstanceMetadata: false)?.SystemName);

    /// <summary>The profile that the SDK reads.</summary>
    public static string Profile => Get("AWS_PROFILE") ?? "default";

    /// <summary>The value of a variable; null if it is empty.</summary>
    public static string? Get(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>
    /// The address that variables or the profile give a service, and what gives it; null if there is none. A variable of the
    /// service stands above the one for all services, and variables above the profile, as in AWS's SDKs.
    /// </summary>
    /// <param name="service">Such as <c>S3</c>.</param>
    /// <param name="config">A new one, without an address.</param>
    /// <exception cref="SettingsException">The files of the profile cannot be read, or hold a wrong value.</exception>
    public static (string Url, string From)? AddressOf(string service, ClientConfig config)
    {
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
            throw new SettingsException(
            [
                $"The AWS profile {Profile} cannot be read, or holds an address, a region or a flag that is none; check "
                + "~/.aws/config and ~/.aws/credentials, or the files that AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name, "
                + "and AWS_IGNORE_CONFIGURED_ENDPOINT_URLS.",
            ]);
        }
    }

    /// <summary>A sentence for each variable that no request could use. No sentence repeats a secret.</summary>
    /// <param name="get">Gives the value of a variable; null if it is empty.</param>
    public static IEnumerable<string> Problems(Func<string, string?> get)
    {
        foreach (var name in Plain)
        {
            if (Blank(get(name) ?? "") is { } blank)
                yield return $"{name} {blank}; remove it. (A Kubernetes Secret made with echo ends in a line break: echo -n "
                    + "adds none.)";
        }

        // Other stores than AWS have names such as zone_1. The second is not read beside the first.
        var region = get("AWS_REGION") is null ? "AWS_DEFAULT_REGION" : "AWS_REGION";
        if (get(region) is { } held && Blank(held) is null
            && !held.All(static each => char.IsAsciiLetterOrDigit(each) || each is '-' or '_' or '.'))
            yield return $"{region} holds '{held}'; it takes the name of a region, such as eu-central-1.";

        var (given, missing) = get(Key) is null ? (Secret, Key) : (Key, Secret);
        if (get(given) is not null && get(missing) is null)
            yield return
                $"{missing} is empty although {given} is set; set both, or neither to take the credentials from elsewhere.";
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
        AwsEnvironment.Problems(AwsEnvironment.Get).ToArray() is { Length: > 0 } problems
            ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
}
