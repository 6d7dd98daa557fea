using Amazon.Runtime.Internal;

namespace Longshore.Store;

/// <summary>
/// The store answers one request with an error. What <see cref="StoreCalls"/> lets through is final: this request is refused for
/// good, and another one may succeed.
/// </summary>
/// <param name="message">Says the status, the code and the store's words.</param>
/// <param name="status">Of the answer.</param>
/// <param name="code">In the answer's error document; null without one.</param>
/// <param name="said">The message in the answer's error document.</param>
/// <param name="inner">The SDK's error, where the SDK sent the request.</param>
public sealed class RequestRefusedException(
    string message, HttpStatusCode status, string? code, string? said = null, Exception? inner = null)
    : StoreException(message, inner)
{
    /// <summary>Bytes of the body that are read.</summary>
    private const int Longest = 16 << 10;

    public HttpStatusCode Status => status;

    /// <summary>S3's error code, such as <c>InvalidObjectState</c>.</summary>
    public string? Code => code;

    /// <summary>
    /// The store's own code and words in one short line: <c>InvalidObjectState (The operation is not valid …)</c>.
    /// </summary>
    public string Words { get; } = Printable.OneLine(
        (string.IsNullOrEmpty(code) ? $"{(int)status} {status}" : code) + (string.IsNullOrEmpty(said) ? "" : $" ({said})"),
        StoreErrors.LongestWords);

    /// <summary>Only the store itself sends one: a proxy's page has none.</summary>
    public string? RequestId { get; init; }

    /// <summary>The store's clock at that moment, if the answer says.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>The error of a request that the SDK sent.</summary>
    internal static RequestRefusedException From(AmazonServiceException error) => new(
        error.Message, error.StatusCode, error.ErrorCode, inner: error)
    {
        RequestId = error.RequestId,
        Date = error.InnerException is HttpErrorResponseException { Response: { } response }
            && DateTimeOffset.TryParse(response.GetHeaderValue("Date"), CultureInfo.InvariantCulture, out var date) ? date : null,
    };

    /// <summary>Throws what an answer without success says, and only then.</summary>
    internal static ValueTask ThrowIfRefusedAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        return response.IsSuccessStatusCode ? ValueTask.CompletedTask : ThrowAsync();

        async ValueTask ThrowAsync() => throw await OfAsync(response, cancellation);
    }

    /// <summary>What an answer without success says. Of its body the start is read: what is longer is a proxy's page.</summary>
    internal static async Task<RequestRefusedException> OfAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var start = new byte[Longest];
        try
        {
            using var body = await response.Content.ReadAsStreamAsync(cancellation);
            var length = await body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation);
            return Of(response, start.AsSpan(0, length));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // A body that is cut is none: the status tells all there is to know then.
            return Of(response, []);
        }
    }

    /// <summary>
    /// The same of a body that was read already: S3 tells a failure to complete an upload in an answer of success, too. A body
    /// that is no such document leaves the status to speak. Source: Amazon S3 API, "Error responses".
    /// </summary>
    internal static RequestRefusedException Of(HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        string? code = null, said = null;
        try
        {
            var fields = XmlFields.Read(body, "Error", "Code", "Message");
            (code, said) = (fields.GetValueOrDefault("Code"), fields.GetValueOrDefault("Message"));
        }
        catch (FormatException)
        {
        }

        var status = response.IsSuccessStatusCode ? StoreErrors.StatusOf(code) : response.StatusCode;
        return new RequestRefusedException($"The store answered {(int)status} {code} {said}".TrimEnd(), status, code, said)
        {
            RequestId = ObjectSender.Header(response, "x-amz-request-id"),
            Date = response.Headers.Date,
        };
    }
}
