using Amazon.Runtime.Internal;

namespace Longshore.Store;

/// <summary>The store refused one request. From <see cref="RequestRetry"/> it is permanent; others may succeed.</summary>
/// <param name="message">Contains the status, the code and the store's message.</param>
/// <param name="status">The status of the answer.</param>
/// <param name="code">The code in the answer's error document; null without one.</param>
/// <param name="said">The message in the answer's error document.</param>
/// <param name="inner">The SDK's error, if the SDK sent the request.</param>
public sealed class RequestRefusedException(
    string message, HttpStatusCode status, string? code, string? said = null, Exception? inner = null)
    : StoreException(message, inner)
{
    /// <summary>At most so many bytes of the body are read.</summary>
    private const int Longest = 16 << 10;

    public HttpStatusCode Status => status;

    /// <summary>S3's error code, such as <c>InvalidObjectState</c>.</summary>
    public string? Code => code;

    /// <summary>The store's code and message in a short line: <c>InvalidObjectState (The operation is not valid …)</c>.</summary>
    public string Words { get; } = Printable.OneLine(
        (string.IsNullOrEmpty(code) ? $"{(int)status} {status}" : code) + (string.IsNullOrEmpty(said) ? "" : $" ({said})"),
        StoreErrors.LongestWords);

    /// <summary>The store's id of the request; null if the answer has none, such as a proxy's page.</summary>
    public string? RequestId { get; init; }

    /// <summary>The store's clock when it answered; null if the answer does not say.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>The error of a request that the SDK sent.</summary>
    internal static RequestRefusedException From(AmazonServiceException error) => new(
        error.Message, error.StatusCode, error.ErrorCode, inner: error)
    {
        RequestId = error.RequestId,
        Date = error.InnerException is HttpErrorResponseException { Response: { } response }
            && DateTimeOffset.TryParse(response.GetHeaderValue("Date"), CultureInfo.InvariantCulture, out var date) ? date : null,
    };

    /// <summary>Throws if the answer is not a success. Of the body only the start is read: a proxy's page may be long.</summary>
    internal static async ValueTask ThrowIfRefusedAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.IsSuccessStatusCode)
            return;
        var (start, length) = (new byte[Longest], 0);
        try
        {
            using var body = await response.Content.ReadAsStreamAsync(cancellation);
            length = await body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // A body that is cut counts as empty; the status remains.
        }

        throw Of(response, start.AsSpan(0, length));
    }

    /// <summary>
    /// The error of an answer whose body was already read. S3 can report a failed CompleteMultipartUpload with status 200. If the
    /// body is no error document, only the status counts. Source: Amazon S3 API, "Error responses".
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
