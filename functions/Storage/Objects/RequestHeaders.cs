using System.Globalization;
using Longshore.Files;

namespace Longshore.Storage.Objects;

/// <summary>What travels with a request beside its signature, as headers in lower case. Source: Amazon S3 API, PutObject, UploadPart and ListObjectsV2.</summary>
internal sealed class RequestHeaders
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly KeyValuePair<string, string>[] _shipped;
    private readonly KeyValuePair<string, string>[] _record;
    private readonly KeyValuePair<string, string>[] _part;
    private readonly KeyValuePair<string, string>[] _read;

    public RequestHeaders(S3Options options)
    {
        _read = Given(("x-amz-expected-bucket-owner", options.ExpectedBucketOwner));
        // S3 needs no algorithm beside the checksum itself; some S3-compatible stores forget the checksum without it.
        _part = [.. _read, new("x-amz-sdk-checksum-algorithm", "SHA256")];
        KeyValuePair<string, string>[] encryption = Given(
            ("x-amz-server-side-encryption", options.ServerSideEncryption),
            ("x-amz-server-side-encryption-aws-kms-key-id", options.KmsKeyId));
        _record = [.. _part, .. encryption, new("content-type", "application/json")];
        _shipped = [.. _part, .. encryption, new("content-type", "application/octet-stream"),
            .. Given(("x-amz-storage-class", options.StorageClass), ("x-amz-tagging", ObjectTags.Header(options.Tags)))];
    }

    /// <summary>Of a whole object. One of Longshore's own records (no details) keeps the bucket's defaults for class and tags.</summary>
    /// <param name="ifMatch">Replaces exactly the object with this ETag; else <paramref name="ifNoneMatch"/> demands a free key.</param>
    public List<KeyValuePair<string, string>> Whole(ObjectDetails? details, bool ifNoneMatch, string? ifMatch)
    {
        var headers = new List<KeyValuePair<string, string>>(16);
        headers.AddRange(details is null ? _record : _shipped);
        if (details is { } shipped)
        {
            headers.Add(new("x-amz-meta-mtime", UnixSeconds(shipped.Modified)));
            headers.Add(new("x-amz-meta-mode", Mode(shipped.Mode)));
        }

        if (ifMatch is not null)
            headers.Add(new("if-match", $"\"{ifMatch}\""));
        else if (ifNoneMatch)
            headers.Add(new("if-none-match", "*"));
        return headers;
    }

    /// <summary>Of a part: what holds for the object was said when its upload began.</summary>
    public List<KeyValuePair<string, string>> Part() => [.. _part];

    /// <summary>Of a listing, or of an object that is read.</summary>
    public List<KeyValuePair<string, string>> Read() => [.. _read];

    /// <summary>rclone's <c>mtime</c>: Unix seconds with a fraction.</summary>
    public static string UnixSeconds(Timestamp moment)
    {
        var (seconds, fraction) = Math.DivRem(moment.UnixNanoseconds, NanosecondsPerSecond);
        return fraction == 0 || seconds < 0 || fraction < 0
            ? (moment.UnixNanoseconds / (decimal)NanosecondsPerSecond).ToString("0.#########", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{seconds}.{fraction:D9}").TrimEnd('0');
    }

    /// <summary>rclone's <c>mode</c>: octal.</summary>
    public static string Mode(uint mode) => Convert.ToString(mode, 8);

    private static KeyValuePair<string, string>[] Given(params ReadOnlySpan<(string Name, string? Value)> headers)
    {
        var given = new List<KeyValuePair<string, string>>();
        foreach (var (name, value) in headers)
        {
            if (!string.IsNullOrEmpty(value))
                given.Add(new(name, value));
        }

        return [.. given];
    }
}
