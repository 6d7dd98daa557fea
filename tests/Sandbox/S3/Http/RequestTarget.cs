using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Longshore.Sandbox.S3.Http;

/// <summary>
/// What a request is about, from the raw request line: Kestrel's own path would fold <c>..</c> and double slashes,
/// which are ordinary characters of a key.
/// </summary>
/// <param name="Path">The decoded path as the client signed it.</param>
/// <param name="Bucket">Empty for the service itself.</param>
/// <param name="Key">Empty for the bucket itself.</param>
internal sealed record RequestTarget(string Path, string Bucket, string Key, Query Query)
{
    private const int MaxKeyBytes = 1024;

    /// <summary>Path style, or virtual-hosted style where the host is <c>bucket</c> + <paramref name="hostSuffix"/>.</summary>
    public static RequestTarget Parse(HttpRequest request, string hostSuffix)
    {
        var raw = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.AsSpan();
        if (!raw.StartsWith("/") && raw.IndexOf("://") is > 0 and var scheme)
            raw = raw[(scheme + 3)..] is var rest && rest.IndexOf('/') is >= 0 and var slash ? rest[slash..] : "/";
        var mark = raw.IndexOf('?');
        var query = Query.Parse(mark < 0 ? [] : raw[(mark + 1)..]);
        var path = UrlText.Decode(mark < 0 ? raw : raw[..mark], plusIsSpace: false)
            ?? throw new S3Exception(400, "InvalidURI", "Couldn't parse the specified URI.");
        var (bucket, key) = HostBucket(request, hostSuffix) is { } hosted ? (hosted, path[1..]) : Split(path);
        if (Encoding.UTF8.GetByteCount(key) > MaxKeyBytes)
            throw new S3Exception(400, "KeyTooLongError", "Your key is too long");
        return new RequestTarget(path, bucket, key, query);
    }

    private static (string Bucket, string Key) Split(string path)
    {
        var slash = path.IndexOf('/', 1);
        return slash < 0 ? (path[1..], "") : (path[1..slash], path[(slash + 1)..]);
    }

    private static string? HostBucket(HttpRequest request, string hostSuffix)
    {
        var host = request.Host.Host;
        return host.Length > hostSuffix.Length && host.EndsWith(hostSuffix, StringComparison.OrdinalIgnoreCase)
            ? host[..^hostSuffix.Length]
            : null;
    }
}
