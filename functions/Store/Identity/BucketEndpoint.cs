using Amazon.Runtime.Endpoints;
using Amazon.S3.Model;

namespace Longshore.Store.Identity;

/// <summary>The address of a bucket and its objects by the SDK's endpoint rules, also for S3-compatible stores.</summary>
internal sealed class BucketEndpoint
{
    /// <summary>The characters that are not percent-encoded.</summary>
    public static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/");

    /// <summary>Source: the partitions of the AWS SDK's endpoint rules.</summary>
    private static readonly string[] AwsDomains =
        [".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu", ".api.aws", ".api.amazonwebservices.com.cn"];

    private readonly string _origin;
    private readonly string _path;

    /// <exception cref="SettingsException">The bucket needs another kind of signature.</exception>
    public BucketEndpoint(IAmazonS3 s3, string bucket)
    {
        var endpoint = Find(s3, new PutObjectRequest { BucketName = bucket, Key = "key" });
        var scheme = (endpoint.Attributes["authSchemes"] as IEnumerable<object>)?.OfType<PropertyBag>().FirstOrDefault();
        if (scheme?["name"] is string name && name != "sigv4")
            throw new SettingsException(
                [$"S3__Bucket holds '{bucket}', which asks for requests signed with {name}; use a general purpose bucket."]);
        var address = new Uri(endpoint.URL);
        _origin = address.GetLeftPart(UriPartial.Authority);
        _path = address.AbsolutePath.TrimEnd('/');
        Host = address.IsDefaultPort ? address.IdnHost : $"{address.IdnHost}:{address.Port}";
        if (address.HostNameType == UriHostNameType.IPv6)
            Host = address.Authority;
        IsEncrypted = address.Scheme == Uri.UriSchemeHttps;
        IsAws = Array.Exists(AwsDomains, domain => address.IdnHost.EndsWith(domain, StringComparison.OrdinalIgnoreCase));
        Region = scheme?["signingRegion"] as string ?? s3.Config.AuthenticationRegion ?? s3.Config.RegionEndpoint?.SystemName
            ?? "us-east-1";
        Service = scheme?["signingName"] as string ?? "s3";
    }

    private static Endpoint Find(IAmazonS3 s3, PutObjectRequest request)
    {
        try
        {
            return s3.DetermineServiceOperationEndpoint(request);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The SDK's words are not repeated: they may be a line of the configuration, with a secret in it.
            throw new SettingsException(["The AWS SDK finds no address for the bucket; check AWS_REGION, the other variables "
                + $"AWS_*, and that {AwsEnvironment.ProfileFiles} can be understood."]);
        }
    }

    /// <summary>The <c>Host</c> header, with the port if it is not the scheme's default.</summary>
    public string Host { get; }

    /// <summary>Whether the connection uses TLS.</summary>
    public bool IsEncrypted { get; }

    public bool IsAws { get; }

    public string Region { get; }

    public string Service { get; }

    /// <summary>The path of a key (empty: the bucket), with each reserved byte percent-encoded once, as S3 signs it.</summary>
    public string PathOf(string key) => $"{_path}/{Encode(key)}";

    /// <summary>The signature covers the exact text, so .NET must not fold <c>..</c> or decode anything.</summary>
    public Uri Address(string path, string query) =>
        new(query.Length == 0 ? _origin + path : $"{_origin}{path}?{query}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    public static string Encode(string key) => key.AsSpan().ContainsAnyExcept(Plain)
        ? Uri.EscapeDataString(key).Replace("%2F", "/", StringComparison.Ordinal)
        : key;
}
