using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Longshore.Benchmarks.Clients;

/// <summary>
/// The least that can stand for the Broker: gives <c>batch.ready</c> to one address, keeps what comes back, takes every other
/// event and drops it. It runs in this process, so that what it costs is not Longshore's.
/// </summary>
internal sealed class LoopBroker : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly WebApplication _app;

    private LoopBroker()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapPost("/", TakeAsync);
        _app.MapPost("/v1/{signal}", CollectAsync);
    }

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Where <c>batch.ready</c> goes; null drops it like the others.</summary>
    public Uri? Sync { get; set; }

    /// <summary>The replies so far.</summary>
    public ConcurrentQueue<Event> Replies { get; } = [];

    public static async Task<LoopBroker> StartAsync(CancellationToken cancellation)
    {
        var broker = new LoopBroker();
        await broker._app.StartAsync(cancellation);
        return broker;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    /// <summary>The least that can stand for a collector: an empty answer is a valid one.</summary>
    private static async Task CollectAsync(HttpContext http)
    {
        await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        http.Response.ContentType = "application/x-protobuf";
    }

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var taken = new Event(http.Request.Headers.Where(
            static header => header.Key.StartsWith("ce-", StringComparison.OrdinalIgnoreCase) || header.Key == "Content-Type")
            .ToDictionary(static header => header.Key.ToLowerInvariant(), static header => header.Value.ToString()),
            body.ToArray());
        for (var next = taken; Sync is { } sync && next?.Type == "dev.longshore.batch.ready";)
        {
            next = await next.PostAsync(_http, sync, http.RequestAborted);
            if (next is not null)
                Replies.Enqueue(next);
        }

        http.Response.StatusCode = StatusCodes.Status202Accepted;
    }
}
