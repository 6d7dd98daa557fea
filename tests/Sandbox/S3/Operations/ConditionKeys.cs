using System.Globalization;
using Longshore.Sandbox.S3.Http;

namespace Longshore.Sandbox.S3.Operations;

/// <summary>
/// The values a request has for IAM's condition keys (Service Authorization Reference, "Condition keys for Amazon S3").
/// The keys are those of <see cref="Iam.KnownConditionKeys"/>, in lower case.
/// </summary>
internal static class ConditionKeys
{
    private static readonly HashSet<string> Creating = new(
        StringComparer.Ordinal) { "PutObject", "CopyObject", "CompleteMultipartUpload" };

    public static IReadOnlyList<string>? Values(S3Request request, string key) => key switch
    {
        "aws:currenttime" => [request.Now.ToString("O", CultureInfo.InvariantCulture)],
        "aws:epochtime" => [request.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)],
        "aws:requestedregion" => [request.Store.Region],
        "aws:resourceaccount" or "s3:resourceaccount" => [request.Store.Account],
        "aws:securetransport" => [request.Options.SecureTransport ? "true" : "false"],
        "aws:sourceip" => One(request.Http.Connection.RemoteIpAddress?.ToString()),
        "aws:useragent" => One(request.Header("User-Agent")),
        "s3:authtype" => ["REST-HEADER"],
        "s3:signatureversion" => ["AWS4-HMAC-SHA256"],
        "s3:prefix" or "s3:delimiter" or "s3:max-keys" => Listing(request, key[3..]),
        "s3:versionid" => One(request.Query["versionId"]),
        "s3:objectcreationoperation" => Creation(request),
        "s3:if-match" or "s3:if-none-match" => One(request.Header(key[3..])),
        "s3:requestobjecttagkeys" => [.. ObjectTags.FromHeader(request).Select(tag => tag.Key)],
        _ when key.StartsWith("s3:requestobjecttag/", StringComparison.Ordinal) => Tag(ObjectTags.FromHeader(request), key),
        _ when key.StartsWith("s3:existingobjecttag/", StringComparison.Ordinal) =>
            Tag(request.Target.Key.Length == 0 ? null : request.Bucket.Get(request.Key)?.Tags, key),
        _ when key.StartsWith("s3:x-amz-", StringComparison.Ordinal) => One(request.Header(key[3..])),
        _ => request.Caller.Values(key),
    };

    private static string[]? Listing(S3Request request, string name) =>
        request.Operation.Action is "s3:ListBucket" or "s3:ListBucketVersions" or "s3:ListBucketMultipartUploads"
            ? One(request.Query[name])
            : null;

    /// <summary>True where the request makes an object, false for the other requests that need s3:PutObject.</summary>
    private static string[]? Creation(S3Request request) =>
        Creating.Contains(request.Operation.Name) ? ["true"] : request.Operation.Action == "s3:PutObject" ? ["false"] : null;

    private static string[]? One(string? value) => value is null ? null : [value];

    private static string[]? Tag(IReadOnlyList<KeyValuePair<string, string>>? tags, string key)
    {
        var name = key[(key.IndexOf('/') + 1)..];
        return tags?.Where(tag => tag.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(tag => tag.Value)
            .ToArray() is { Length: > 0 } values
            ? values
            : null;
    }
}
