using System.Net.Http.Headers;
using System.Text;
using CloudNative.CloudEvents.Http;

namespace Longshore.Model.Events;

/// <summary>
/// Posts events to <c>K_SINK</c>: in binary mode, or in structured mode if the attributes do not fit into headers.
/// Source: CloudEvents 1.0.2, HTTP protocol binding.
/// </summary>
internal sealed class HttpEventSink(IOptions<SinkOptions> sink) : IEventSink, IDisposable
{
    /// <summary>Bytes of attributes. Servers refuse longer headers with 431: Kestrel over 32 KiB, others over 8 KiB.</summary>
    private const int LongestHeaders = 4 << 10;

    private readonly SinkOptions _options = sink.Value;

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // A Service's address may move to other pods, which a connection without an end would not notice.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    public async Task EmitAsync(CloudEvent e, CancellationToken cancellation)
    {
        var url = _options.Url ?? throw new EventSinkException($"K_SINK is empty; the {e.Type} event cannot be emitted.");
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        var copy = new CloudEvent(e.SpecVersion, e.ExtensionAttributes) { Data = DataOf(e) };
        foreach (var (attribute, value) in e.GetPopulatedAttributes())
            copy[attribute] = value;
        foreach (var (name, value) in _options.Extensions)
            copy.SetAttributeFromString(name, value);
        request.Content = ContentOf(copy);
        Copy(e, EventFactory.TraceParent, request);
        Copy(e, EventFactory.TraceState, request);
        try
        {
            if (File.Exists(_options.TokenFile))
                request.Headers.Authorization =
                    new("Bearer", (await File.ReadAllTextAsync(_options.TokenFile, cancellation)).Trim());
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (!response.IsSuccessStatusCode)
                throw new EventSinkException($"The sink answered {(int)response.StatusCode} to a {e.Type} event.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new EventSinkException($"The token at {_options.TokenFile} cannot be read for a {e.Type} event.", error);
        }
        catch (HttpRequestException error)
        {
            throw new EventSinkException(
                $"The sink at K_SINK cannot be reached for a {e.Type} event ({error.HttpRequestError}).", error);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Text such as XML becomes bytes: the SDK writes a string only where the data is JSON or text/*.</summary>
    private static object? DataOf(CloudEvent e) =>
        e is { Data: string text, DataContentType: { } type } && !type.Contains("json", StringComparison.OrdinalIgnoreCase)
            ? Encoding.UTF8.GetBytes(text)
            : e.Data;

    private static HttpContent ContentOf(CloudEvent e)
    {
        var headers = e.GetPopulatedAttributes().Sum(static pair => HttpUtilities.EncodeHeaderValue($"{pair.Value}").Length);
        if (headers <= LongestHeaders)
            return e.ToHttpContent(ContentMode.Binary, EventFormat.Json);
        // The SDK writes the headers in structured mode too.
        var body = new ByteArrayContent(EventFormat.Json.EncodeStructuredModeMessage(e, out var type).ToArray());
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(type.ToString());
        return body;
    }

    /// <summary>Copies an extension to an HTTP header too, for proxies between this process and the receiver.</summary>
    private static void Copy(CloudEvent e, string extension, HttpRequestMessage request)
    {
        if (e[extension] is string value)
            request.Headers.TryAddWithoutValidation(extension, value);
    }
}
