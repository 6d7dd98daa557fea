using Amazon.Runtime.Endpoints;
using Amazon.S3.Model;

namespace Longshore.Store.Identity;

/// <summary>
/// Where a bucket and its objects are, as the SDK's endpoint rules have it: virtual-hosted or path style, dual-stack, FIPS,
/// access points, an S3-compatible store. Asked once; an object's address is this one's with its key.
/// </summary>
internal sealed class BucketEndpoint
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/");

    /// <summary>Source: the partitions of the AWS SDK's endpoint rules.</summary>
    private static readonly string[] AwsDomains =
        [".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu", ".api.aws", ".api.amazonwebservices.com.cn"];

    private readonly string _origin;
    private readonly string _path;

    /// <exception cref="SettingsException">The bucket is of a kind that is signed in another way.</exception>
    public BucketEndpoint(IAmazonS3 s3, string bucket)
    {
        var endpoint = s3.DetermineServiceOperationEndpoint(new PutObjectRequest { BucketName = bucket, Key = "key" });
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

    /// <summary>The <c>Host</c> header, with the port where it is not the scheme's own.</summary>
    public string Host { get; }

    /// <summary>Whether TLS protects what is sent.</summary>
    public bool IsEncrypted { get; }

    /// <summary>Whether this is AWS itself, in whatever way it is addressed.</summary>
    public bool IsAws { get; }

    public string Region { get; }

    public string Service { get; }

    /// <summary>
    /// The path of a key, or with none of the bucket, each byte that is not unreserved percent-encoded once, as S3 signs it.
    /// </summary>
    public string PathOf(string key) => $"{_path}/{Encode(key)}";

    /// <summary>
    /// The address as it is: .NET may not fold <c>..</c> or decode what is encoded, since the signature covers the very text.
    /// </summary>
    public Uri Address(string path, string query) =>
        new(query.Length == 0 ? _origin + path : $"{_origin}{path}?{query}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    public static string Encode(string key)
    {
        // Most keys need nothing; what the framework leaves alone is what S3 does, but for the slash.
        return key.AsSpan().ContainsAnyExcept(Plain)
            ? Uri.EscapeDataString(key).Replace("%2F", "/", StringComparison.Ordinal) : key;
    }
}
