using Longshore.Store.Identity;

namespace Longshore.Store.Objects;

/// <summary>The URI of an object in the <c>dataref</c> of an event: <c>s3://bucket/key</c>.</summary>
public static class ObjectUris
{
    private const string Scheme = "s3://";

    /// <param name="key">A key of Longshore's state; each of its segments is escaped, its slashes are kept.</param>
    public static string Of(string bucket, string key) =>
        $"{Scheme}{bucket}/{BucketEndpoint.Encode(key)}";

    /// <summary>Reads what <see cref="Of"/> writes.</summary>
    public static bool TryRead(string? uri, out string bucket, out string key)
    {
        (bucket, key) = ("", "");
        if (uri is null || !uri.StartsWith(Scheme, StringComparison.Ordinal))
            return false;
        var slash = uri.IndexOf('/', Scheme.Length);
        if (slash <= Scheme.Length || slash == uri.Length - 1)
            return false;
        bucket = uri[Scheme.Length..slash];
        key = Uri.UnescapeDataString(uri[(slash + 1)..]);
        return true;
    }
}
