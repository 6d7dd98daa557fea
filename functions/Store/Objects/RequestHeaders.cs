namespace Longshore.Store.Objects;

/// <summary>
/// What travels with a request beside its signature, as headers in lower case. Source: Amazon S3 API, PutObject,
/// CreateMultipartUpload, UploadPart, CompleteMultipartUpload and ListObjectsV2.
/// </summary>
internal sealed class RequestHeaders
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly KeyValuePair<string, string>[] _object;
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
        _object = [.. encryption, new("content-type", "application/octet-stream"),
            .. Given(("x-amz-storage-class", options.StorageClass), ("x-amz-tagging", ObjectTags.Header(options.Tags)))];
        _shipped = [.. _part, .. _object];
    }

    /// <summary>
    /// Of a whole object. One of Longshore's own records (no details) keeps the bucket's defaults for class and tags.
    /// </summary>
    /// <param name="ifMatch">
    /// Replaces exactly the object with this ETag; else <paramref name="ifNoneMatch"/> demands a free key.
    /// </param>
    public List<KeyValuePair<string, string>> Whole(ObjectDetails? details, bool ifNoneMatch, string? ifMatch)
    {
        var headers = new List<KeyValuePair<string, string>>(16);
        headers.AddRange(details is null ? _record : _shipped);
        if (details is { } shipped)
            Describe(headers, shipped);
        Demand(headers, ifNoneMatch, ifMatch);
        return headers;
    }

    /// <summary>Of the beginning of an upload in parts, which says what holds for the object.</summary>
    public List<KeyValuePair<string, string>> Begin(ObjectDetails details)
    {
        List<KeyValuePair<string, string>> headers =
            [.. _read, .. _object, new("x-amz-checksum-algorithm", "SHA256"), new("x-amz-checksum-type", "COMPOSITE")];
        Describe(headers, details);
        if (details.PartBytes is { } bytes)
            headers.Add(new($"x-amz-meta-{ObjectDetails.PartBytesName}", bytes.ToString(CultureInfo.InvariantCulture)));
        return headers;
    }

    /// <summary>Of the end of an upload in parts.</summary>
    /// <param name="checksum">The composite one, which the store compares with its own.</param>
    /// <param name="ifNoneMatch">As in <see cref="Whole"/>.</param>
    /// <param name="ifMatch">As in <see cref="Whole"/>.</param>
    public List<KeyValuePair<string, string>> Complete(string checksum, bool ifNoneMatch, string? ifMatch)
    {
        List<KeyValuePair<string, string>> headers =
            [.. _read, new("content-type", "application/xml"), new("x-amz-checksum-sha256", checksum),
                new("x-amz-checksum-type", "COMPOSITE")];
        Demand(headers, ifNoneMatch, ifMatch);
        return headers;
    }

    /// <summary>Of a part: what holds for the object was said when its upload began.</summary>
    public List<KeyValuePair<string, string>> Part() => [.. _part];

    /// <summary>Of a listing, or of an object that is read or deleted.</summary>
    public List<KeyValuePair<string, string>> Read() => [.. _read];

    /// <summary>Of an object whose checksum is asked for as well.</summary>
    public List<KeyValuePair<string, string>> ReadWithChecksum() => [.. _read, new("x-amz-checksum-mode", "ENABLED")];

    /// <summary>Of exactly the object with this ETag.</summary>
    public List<KeyValuePair<string, string>> ReadIfMatch(string etag) => [.. _read, new("if-match", $"\"{etag}\"")];

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

    private static void Describe(List<KeyValuePair<string, string>> headers, ObjectDetails details)
    {
        headers.Add(new("x-amz-meta-mtime", UnixSeconds(details.Modified)));
        headers.Add(new("x-amz-meta-mode", Mode(details.Mode)));
    }

    private static void Demand(List<KeyValuePair<string, string>> headers, bool ifNoneMatch, string? ifMatch)
    {
        if (ifMatch is not null)
            headers.Add(new("if-match", $"\"{ifMatch}\""));
        else if (ifNoneMatch)
            headers.Add(new("if-none-match", "*"));
    }

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
