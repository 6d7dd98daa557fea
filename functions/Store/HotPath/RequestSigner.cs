namespace Longshore.Store.HotPath;

/// <summary>
/// AWS Signature Version 4 in its header form. It keeps the signing key of a day and a credential, and copies only the bytes that
/// are hashed; the SDK's signer costs more. Safe for concurrent use. Source: Amazon S3 API, "Authenticating Requests: Using the
/// Authorization Header".
/// </summary>
/// <param name="region">Such as <c>eu-central-1</c>.</param>
/// <param name="service">The signing name, <c>s3</c>.</param>
internal sealed class RequestSigner(string region, string service)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const int DateDigits = 8;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _scratch;

    private volatile DayKey? _key;

    /// <summary>The moment in the form of <c>x-amz-date</c>, such as <c>20261124T130405Z</c>.</summary>
    public static string Stamp(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The value of the <c>Authorization</c> header.</summary>
    /// <param name="by">The credentials; a session token must be among the headers.</param>
    /// <param name="stamp">Equals the header <c>x-amz-date</c>.</param>
    /// <param name="method">Such as <c>PUT</c>.</param>
    /// <param name="path">Percent-encoded; begins with a slash.</param>
    /// <param name="query">Percent-encoded and sorted by name; may be empty.</param>
    /// <param name="headers">Names in lower case and in byte order; values without leading, trailing or repeated spaces.</param>
    /// <param name="payloadHash">Equals the header <c>x-amz-content-sha256</c>.</param>
    public string Authorize(ImmutableCredentials by, string stamp, string method, string path, string query,
        List<KeyValuePair<string, string>> headers, string payloadHash)
    {
        var key = KeyFor(by, stamp[..DateDigits]);
        var names = string.Join(';', headers.Select(static header => header.Key));
        var text = _scratch ??= new ArrayBufferWriter<byte>(4096);
        text.ResetWrittenCount();
        Append(text, method, "\n", path, "\n", query, "\n");
        foreach (var (name, value) in headers)
            Append(text, name, ":", value, "\n");
        Append(text, "\n", names, "\n", payloadHash);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text.WrittenSpan, hash);
        text.ResetWrittenCount();
        Append(text, Algorithm, "\n", stamp, "\n", key.Scope, "\n", Convert.ToHexStringLower(hash));
        HMACSHA256.HashData(key.Key, text.WrittenSpan, hash);
        return $"{Algorithm} Credential={by.AccessKey}/{key.Scope}, SignedHeaders={names}, "
            + $"Signature={Convert.ToHexStringLower(hash)}";
    }

    private DayKey KeyFor(ImmutableCredentials by, string date)
    {
        if (_key is { } cached && cached.Date == date && cached.Secret == by.SecretKey)
            return cached;
        var key = Encoding.UTF8.GetBytes("AWS4" + by.SecretKey);
        foreach (var step in (ReadOnlySpan<string>)[date, region, service, "aws4_request"])
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(step));
        return _key = new DayKey(date, by.SecretKey, $"{date}/{region}/{service}/aws4_request", key);
    }

    private static void Append(ArrayBufferWriter<byte> to, params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
            Encoding.UTF8.GetBytes(text, to);
    }

    /// <summary>The signing key of one day, secret, region and service.</summary>
    private sealed record DayKey(string Date, string Secret, string Scope, byte[] Key);
}
