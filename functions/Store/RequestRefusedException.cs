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

    /// <summary>
    /// The store's code and message in a short line: <c>InvalidObjectState (The operation is not valid …)</c>. It names the
    /// setting that is at fault, if the code tells it.
    /// </summary>
    public string Words => Printable.OneLine(
        (!string.IsNullOrEmpty(code) ? code
            : $"{(int)status} {status}{(Media is null ? "" : IsPage ? ", a web page" : $", {Media}")}")
            + (string.IsNullOrEmpty(said) ? "" : $" ({said})"),
        StoreErrors.LongestWords)
        + code switch
        {
            "InvalidStorageClass" => "; set S3__StorageClass to a class that the store has",
            "EntityTooSmall" => "; set Sync__PartBytes to 5MiB or more, which most stores want, or to 0",
            _ => "",
        };

    /// <summary>Whether the answer is a web page. It comes from another server than a store.</summary>
    internal bool IsPage => Media?.Contains("html", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Whether the same request may succeed later, without a change of settings.</summary>
    internal bool MayPass => status != HttpStatusCode.NotFound
        && StoreErrors.Classify(code, status) is StoreErrorKind.Throttled or StoreErrorKind.Transient;

    internal bool IsSuccess => (int)status is >= 200 and < 300;

    /// <summary>The kind of an answer without a code, unless it is XML: perhaps a proxy's page.</summary>
    public string? Media { get; init; }

    /// <summary>The bucket's region, if the answer tells it.</summary>
    public string? Region { get; init; }

    /// <summary>Where the answer sends the request to: an address, or the endpoint's name.</summary>
    public string? Location { get; init; }

    /// <summary>The header or argument that the store refuses, if the answer names it.</summary>
    public string? Refused { get; init; }

    /// <summary>Whether the answer says that the port wants TLS.</summary>
    public bool WantsTls { get; init; }

    /// <summary>The store's id of the request; null if the answer has none, such as a proxy's page.</summary>
    public string? RequestId { get; init; }

    /// <summary>The store's clock when it answered; null if the answer does not say.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>The error of a request that the SDK sent.</summary>
    internal static RequestRefusedException From(AmazonServiceException error)
    {
        var response = (error.InnerException as HttpErrorResponseException)?.Response;
        var page = response?.ContentType?.Contains("html", StringComparison.OrdinalIgnoreCase) == true ? "text/html" : null;
        // The SDK takes the name of the status as code of a page, and the page as its message.
        var (code, said) = page is null ? (error.ErrorCode, WebAddress.WithoutUser(error.Message)) : default;
        return new(error.Message, error.StatusCode, code, said, error)
        {
            Media = page,
            RequestId = error.RequestId,
            Date = DateTimeOffset.TryParse(response?.GetHeaderValue("Date"), CultureInfo.InvariantCulture, out var date)
                ? date : null,
        };
    }

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
        Dictionary<string, string> told = [];
        try
        {
            told = XmlFields.Read(body, "Error", "Code", "Message", "Region", "Endpoint", "Header", "ArgumentName");
        }
        catch (FormatException)
        {
        }

        var code = told.GetValueOrDefault("Code");
        var said = told.GetValueOrDefault("Message");
        var status = response.IsSuccessStatusCode ? StoreErrors.StatusOf(code) : response.StatusCode;
        var media = response.Content.Headers.ContentType?.MediaType;
        if (code is not null || media?.Contains("xml", StringComparison.OrdinalIgnoreCase) == true)
            media = null;
        var kind = code ?? (media is null ? $"{status}" : $"{status}, {media}");
        var words = said is null ? "" : $": {Printable.OneLine(said, StoreErrors.LongestWords)}";
        return new RequestRefusedException(
            $"The store answered {(int)status} ({kind}){words.TrimEnd('.')}.", status, code, said)
        {
            Media = media,
            Region = ObjectSender.Header(response, "x-amz-bucket-region") ?? told.GetValueOrDefault("Region"),
            Location = response.Headers.Location?.OriginalString ?? told.GetValueOrDefault("Endpoint"),
            Refused = told.GetValueOrDefault("Header") ?? told.GetValueOrDefault("ArgumentName"),
            WantsTls = code is null && status == HttpStatusCode.BadRequest && SaysTls(body),
            RequestId = ObjectSender.Header(response, "x-amz-request-id"),
            Date = response.Headers.Date,
        };
    }

    /// <summary>
    /// Whether the page of an answer 400 speaks of TLS, as those of nginx, Apache and Go do after a plain request to a port with
    /// TLS. No code tells it.
    /// </summary>
    private static bool SaysTls(ReadOnlySpan<byte> page) => page.IndexOf("HTTPS"u8) >= 0 || page.IndexOf("SSL"u8) >= 0;
}
