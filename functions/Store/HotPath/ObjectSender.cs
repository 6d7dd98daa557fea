using Amazon;
using Longshore.Store.Identity;

namespace Longshore.Store.HotPath;

/// <summary>
/// Sends every request about an object or a listing. It uses .NET's HTTP handler and its own signature: the SDK's pipeline costs
/// several times the CPU and changes some keys (<c>docs/decisions/0005</c>). Credentials and endpoint rules come from the SDK.
/// Sends once; <see cref="RequestRetry"/> retries. Safe for concurrent use.
/// </summary>
public sealed class ObjectSender(IAmazonS3 s3, SigningIdentity identity, IOptions<S3Options> options) : IDisposable
{
    public const string Checksum = "x-amz-checksum-sha256";
    private const string Unsigned = "UNSIGNED-PAYLOAD";
    private static readonly string NoBody = Convert.ToHexStringLower(SHA256.HashData([]));

    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(100);

    /// <summary>The same before the first answer: perhaps nothing at the address will ever answer.</summary>
    private static readonly TimeSpan AtFirst = TimeSpan.FromSeconds(30);

    /// <summary>Minimum throughput. A slower request times out.</summary>
    private const int LeastBytesPerSecond = 256 << 10;

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        // S3 closes idle connections after about 20 s, and its addresses change.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PlaintextStreamFilter = static (connection, _) =>
            ValueTask.FromResult<Stream>(new WholeRequests(connection.PlaintextStream)),
    });

    private volatile bool _hasAnswered;

    private readonly Lazy<(BucketEndpoint Endpoint, RequestSigner Signer)> _target = new(() =>
    {
        var endpoint = new BucketEndpoint(s3, options.Value.Bucket);
        return (endpoint, new RequestSigner(endpoint.Region, endpoint.Service));
    });

    /// <summary>Sends one PUT. The answer must have an ETag, and no other checksum than was sent.</summary>
    /// <param name="key">The object's key.</param>
    /// <param name="query">Percent-encoded and sorted; empty for a whole object.</param>
    /// <param name="body">Must not change until the call ends.</param>
    /// <param name="sha256">In Base64. S3 checks the body against it and stores it. Without TLS it also signs the body.</param>
    /// <param name="headers">Further headers to send and sign; the call changes the list.</param>
    /// <exception cref="RequestRefusedException">The store refused the request.</exception>
    /// <exception cref="IOException">The answer cannot be trusted.</exception>
    /// <exception cref="HttpRequestException">There was no answer, or a broken one.</exception>
    /// <exception cref="TimeoutException">
    /// No answer within 100 s (30 s before this process has ever got one) plus one second per 256 KiB.
    /// </exception>
    public Task<PutResult> PutAsync(string key, string query, ReadOnlyMemory<byte> body, string sha256,
        List<KeyValuePair<string, string>> headers, CancellationToken cancellation)
    {
        headers.Add(new(Checksum, sha256));
        return AskAsync(HttpMethod.Put, key, query, headers, async (response, token) =>
        {
            await response.Content.CopyToAsync(Stream.Null, token);
            var etag = ETag.Of(Header(response, "ETag"));
            if (etag.Length == 0)
                throw WrongAnswerException.Of(response, "an ETag");
            var stored = Header(response, Checksum);
            if (stored is not null && stored != sha256)
                throw new WrongAnswerException("the answer carries another checksum than was sent");
            return new PutResult(
                stored is null ? WriteResult.Unproven : WriteResult.Written, etag, Header(response, "x-amz-version-id"));
        }, cancellation, body, body.Length, sha256);
    }

    /// <summary>Sends a request about an object or the bucket. Throws what <see cref="PutAsync"/> throws.</summary>
    /// <param name="key">The object's key; empty for the bucket.</param>
    /// <param name="query">Percent-encoded and sorted; a single name is a subresource, such as <c>uploads</c>.</param>
    /// <param name="headers">Further headers to send and sign; the call changes the list.</param>
    /// <param name="read">Reads the answer.</param>
    /// <param name="body">Null sends none.</param>
    /// <param name="bytes">Bytes to send, to read or to assemble, if known; the time limit grows with them.</param>
    /// <param name="sha256">That of the body in Base64, if known.</param>
    public async Task<T> AskAsync<T>(HttpMethod method, string key, string query, List<KeyValuePair<string, string>> headers,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellation,
        ReadOnlyMemory<byte>? body = null, long bytes = 0, string? sha256 = null)
    {
        var payload = _target.Value.Endpoint.IsEncrypted ? Unsigned
            : body is null ? NoBody
            : Convert.ToHexStringLower(sha256 is null ? SHA256.HashData(body.Value.Span) : Convert.FromBase64String(sha256));
        var credentials = await identity.CredentialsAsync().WaitAsync(cancellation);
        var limit = (_hasAnswered ? AtLeast : AtFirst) + TimeSpan.FromSeconds((double)bytes / LeastBytesPerSecond);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(limit);
        using var content = body is null ? null : new ReadOnlyMemoryContent(body.Value);
        using var request = Sign(credentials, method, key, query, content, payload, headers);
        try
        {
            using var response = await _http.SendAsync(request, patience.Token);
            _hasAnswered = true;
            await RequestRefusedException.ThrowIfRefusedAsync(response, patience.Token);
            return await read(response, patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"waited {limit.TotalSeconds:0} s"));
        }
    }

    private HttpRequestMessage Sign(ImmutableCredentials credentials, HttpMethod method, string key, string query,
        HttpContent? content, string payload, List<KeyValuePair<string, string>> headers)
    {
        var (endpoint, signer) = _target.Value;
        // The SDK signs by the same clock with the same correction.
        var stamp = RequestSigner.Stamp(TimeProvider.System.GetUtcNow() + (AWSConfigs.ManualClockCorrection ?? TimeSpan.Zero));
        headers.Add(new("host", endpoint.Host));
        headers.Add(new("x-amz-content-sha256", payload));
        headers.Add(new("x-amz-date", stamp));
        if (!string.IsNullOrEmpty(credentials.Token))
            headers.Add(new("x-amz-security-token", credentials.Token));
        headers.Sort(static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        var path = endpoint.PathOf(key);

        var request = new HttpRequestMessage(method, endpoint.Address(path, query)) { Content = content };
        var signedQuery = query.Contains('=') || query.Length == 0 ? query : query + '=';
        request.Headers.TryAddWithoutValidation("Authorization",
            signer.Authorize(credentials, stamp, method.Method, path, signedQuery, headers, payload));
        foreach (var (name, value) in headers)
        {
            if (name == "content-type")
                content?.Headers.TryAddWithoutValidation(name, value);
            else
                request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    public static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) && values.ToString() is { Length: > 0 } value
            ? value : null;

    public void Dispose() => _http.Dispose();
}
