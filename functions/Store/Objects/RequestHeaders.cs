namespace Longshore.Store.Objects;

/// <summary>
/// The headers of each kind of request, in lower case, without those of the signature. Source: Amazon S3 API, PutObject,
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
        // S3 does not need the algorithm; some S3-compatible stores drop the checksum without it.
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
    /// Headers of the PUT of a whole object. Without details it is one of Longshore's own records, with the bucket's default
    /// class and no tags.
    /// </summary>
    /// <param name="ifMatch">
    /// Replaces only the object with this ETag, and <paramref name="ifNoneMatch"/> is ignored; null demands a free key if
    /// <paramref name="ifNoneMatch"/> is set.
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

    /// <summary>Headers of CreateMultipartUpload, which sets the object's class, tags and metadata.</summary>
    public List<KeyValuePair<string, string>> Begin(ObjectDetails details)
    {
        List<KeyValuePair<string, string>> headers =
            [.. _read, .. _object, new("x-amz-checksum-algorithm", "SHA256"), new("x-amz-checksum-type", "COMPOSITE")];
        Describe(headers, details);
        if (details.PartBytes is { } bytes)
            headers.Add(new($"x-amz-meta-{ObjectDetails.PartBytesName}", bytes.ToString(CultureInfo.InvariantCulture)));
        return headers;
    }

    /// <summary>Headers of CompleteMultipartUpload.</summary>
    /// <param name="checksum">The composite checksum, which the store compares with its own.</param>
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

    public List<KeyValuePair<string, string>> Part() => [.. _part];

    /// <summary>Headers of a request that lists, reads or deletes.</summary>
    public List<KeyValuePair<string, string>> Read() => [.. _read];

    /// <summary>Headers of a request that also asks for the object's checksum.</summary>
    public List<KeyValuePair<string, string>> ReadWithChecksum() => [.. _read, new("x-amz-checksum-mode", "ENABLED")];

    /// <summary>Unix seconds with a fraction, as in rclone's <c>mtime</c>.</summary>
    public static string UnixSeconds(Timestamp moment)
    {
        var (seconds, fraction) = Math.DivRem(moment.UnixNanoseconds, NanosecondsPerSecond);
        return fraction == 0 || seconds < 0 || fraction < 0
            ? (moment.UnixNanoseconds / (decimal)NanosecondsPerSecond).ToString("0.#########", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{seconds}.{fraction:D9}").TrimEnd('0');
    }

    private static void Describe(List<KeyValuePair<string, string>> headers, ObjectDetails details)
    {
        headers.Add(new("x-amz-meta-mtime", UnixSeconds(details.Modified)));
        // Octal, as in rclone's mode.
        headers.Add(new("x-amz-meta-mode", Convert.ToString(details.Mode, 8)));
    }

    private static void Demand(List<KeyValuePair<string, string>> headers, bool ifNoneMatch, string? ifMatch)
    {
        if (ifMatch is not null)
            headers.Add(new("if-match", $"\"{ifMatch}\""));
        else if (ifNoneMatch)
            headers.Add(new("if-none-match", "*"));
    }

    private static KeyValuePair<string, string>[] Given(params (string Name, string? Value)[] headers) =>
        [.. headers.Where(static header => !string.IsNullOrEmpty(header.Value))
            .Select(static header => new KeyValuePair<string, string>(header.Name, header.Value!))];
}
