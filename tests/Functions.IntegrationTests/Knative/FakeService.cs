using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Longshore.Sandbox.Knative;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Longshore.IntegrationTests.Knative;

/// <summary>A subscriber on loopback that answers as a test tells it and remembers what it got.</summary>
internal sealed class FakeService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeService(Func<Delivered, HttpContext, Task> handle)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            var headers = http.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(),
                StringComparer.OrdinalIgnoreCase);
            var delivered = new Delivered(http.Request.Path, headers, WireEventReader.Read(headers, body.ToArray())!);
            Got.Enqueue(delivered);
            await handle(delivered, http);
        });
    }

    public ConcurrentQueue<Delivered> Got { get; } = new();

    public Uri Address => new(_app.Urls.Single());

    public static async Task<FakeService> StartAsync(Func<Delivered, HttpContext, Task> handle)
    {
        var service = new FakeService(handle);
        await service._app.StartAsync(TestContext.Current.CancellationToken);
        return service;
    }

    /// <summary>Answers with a status and an empty body.</summary>
    public static Task<FakeService> AnsweringAsync(int status) => StartAsync((_, http) =>
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    /// <summary>Answers with a status and a text.</summary>
    public static Task<FakeService> AnsweringAsync(int status, string text) => StartAsync((_, http) =>
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain";
        return http.Response.WriteAsync(text);
    });

    /// <summary>Answers with an event.</summary>
    public static Task<FakeService> ReplyingAsync(WireEvent reply) => StartAsync(async (_, http) =>
    {
        using var content = WireEventWriter.Binary(reply);
        foreach (var (name, values) in content.Headers)
            http.Response.Headers[name] = values.ToArray();
        await http.Response.Body.WriteAsync(reply.Data);
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

/// <summary>A request that a <see cref="FakeService"/> got.</summary>
internal sealed record Delivered(string Path, IReadOnlyDictionary<string, string> Headers, WireEvent Event)
{
    public string? DataText => Event.Data.IsEmpty ? null : Encoding.UTF8.GetString(Event.Data.Span);
}
