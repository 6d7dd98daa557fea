using System.Net.Http.Headers;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.Http;
using Microsoft.Extensions.Options;

namespace Longshore.Events;

/// <summary>Posts events to <c>K_SINK</c> in binary mode.</summary>
internal sealed class HttpEventSink : IEventSink, IDisposable
{
    private readonly SinkOptions options;
    private readonly HttpClient http;

    public HttpEventSink(IOptions<SinkOptions> options)
    {
        this.options = options.Value;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // A Service's address may move to other pods; a connection kept for ever would not follow.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public async Task EmitAsync(CloudEvent e, CancellationToken cancellation)
    {
        var url = options.Url ?? throw new EventSinkException($"K_SINK is empty; the {e.Type} event cannot be emitted.");
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Content = e.ToHttpContent(ContentMode.Binary, EventFormat.Json);
        foreach (var (name, value) in options.Extensions)
            Override(request.Content.Headers, HttpUtilities.HttpHeaderPrefix + name, HttpUtilities.EncodeHeaderValue(value));
        Copy(e, EventFactory.TraceParent, request);
        Copy(e, EventFactory.TraceState, request);
        try
        {
            if (File.Exists(options.TokenFile))
                request.Headers.Authorization = new("Bearer", (await File.ReadAllTextAsync(options.TokenFile, cancellation)).Trim());
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (!response.IsSuccessStatusCode)
                throw new EventSinkException($"The sink answered {(int)response.StatusCode} to a {e.Type} event.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new EventSinkException($"The token at {options.TokenFile} cannot be read for a {e.Type} event.", error);
        }
        catch (HttpRequestException error)
        {
            throw new EventSinkException($"The sink at K_SINK cannot be reached for a {e.Type} event ({error.HttpRequestError}).", error);
        }
    }

    public void Dispose() => http.Dispose();

    private static void Override(HttpContentHeaders headers, string name, string value)
    {
        headers.Remove(name);
        headers.TryAddWithoutValidation(name, value);
    }

    /// <summary>As HTTP header too, for what stands between here and the receiver.</summary>
    private static void Copy(CloudEvent e, string extension, HttpRequestMessage request)
    {
        if (e[extension] is string value)
            request.Headers.TryAddWithoutValidation(extension, value);
    }
}
