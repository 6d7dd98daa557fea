using CloudNative.CloudEvents;
using Longshore.App.Events;
using Longshore.Model.Events;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Longshore.UnitTests.Model.Events;

/// <summary>The sink against a real server on a free loopback port.</summary>
public sealed class HttpEventSinkTests : IAsyncLifetime
{
    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication _server = null!;
    private string _body = "";
    private Func<HttpContext, Task> _answer = http =>
    {
        http.Response.StatusCode = StatusCodes.Status202Accepted;
        return Task.CompletedTask;
    };

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(async http =>
        {
            foreach (var (name, value) in http.Request.Headers)
                _headers[name] = value.ToString();
            using var reader = new StreamReader(http.Request.Body);
            _body = await reader.ReadToEndAsync(http.RequestAborted);
            _arrived.TrySetResult();
            await _answer(http);
        });
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Emit_Event_IsPostedInBinaryModeWithTraceAndOverrides()
    {
        using var sink = Sink(_server.Urls.First(), """{"extensions":{"region":"eu","team":"é"}}""");
        var e = Event();
        e["traceparent"] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        await sink.EmitAsync(e, TestContext.Current.CancellationToken);

        Assert.Equal("1.0", _headers["ce-specversion"]);
        Assert.Equal("dev.longshore.batch.ready", _headers["ce-type"]);
        Assert.Equal("/longshore/schedule", _headers["ce-source"]);
        Assert.Equal("id-1", _headers["ce-id"]);
        Assert.Equal("eu", _headers["ce-region"]);
        Assert.Equal("%C3%A9", _headers["ce-team"]);
        Assert.Equal("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", _headers["ce-traceparent"]);
        Assert.Equal("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", _headers["traceparent"]);
        Assert.StartsWith("application/json", _headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal("""{"files":[{"path":"a"}]}""", _body);
    }

    [Theory]
    [InlineData("a.b.c\n", "Bearer a.b.c")]
    [InlineData(null, null)]
    public async Task Emit_TokenOfASinkBinding_IsSentIfThereIsOne(string? token, string? expected)
    {
        var file = Path.Combine(Path.GetTempPath(), $"longshore-token-{Guid.NewGuid():n}");
        if (token is not null)
            await File.WriteAllTextAsync(file, token, TestContext.Current.CancellationToken);
        using var sink =
            new HttpEventSink(Options.Create(new SinkOptions { Url = new Uri(_server.Urls.First()), TokenFile = file }));

        await sink.EmitAsync(Event(), TestContext.Current.CancellationToken);
        File.Delete(file);

        Assert.Equal(expected, _headers.GetValueOrDefault("Authorization"));
    }

    [Fact]
    public async Task Emit_Overrides_LeaveTheCallersEventAlone()
    {
        using var sink = Sink(_server.Urls.First(), """{"extensions":{"region":"eu"}}""");
        var e = Event();
        await sink.EmitAsync(e, TestContext.Current.CancellationToken);

        Assert.Null(e["region"]);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Emit_SinkRefuses_IsAnError(int status)
    {
        _answer = http =>
        {
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        };
        using var sink = Sink(_server.Urls.First());

        var error =
            await Assert.ThrowsAsync<EventSinkException>(() => sink.EmitAsync(Event(), TestContext.Current.CancellationToken));
        Assert.Equal($"The sink answered {status} to a dev.longshore.batch.ready event.", error.Message);
    }

    [Fact]
    public async Task Emit_ConnectionBreaks_IsAnError()
    {
        _answer = http =>
        {
            http.Abort();
            return Task.CompletedTask;
        };
        using var sink = Sink(_server.Urls.First());

        await Assert.ThrowsAsync<EventSinkException>(() => sink.EmitAsync(Event(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Emit_NobodyListens_IsAnError()
    {
        using var sink = Sink("http://127.0.0.1:1");

        await Assert.ThrowsAsync<EventSinkException>(() => sink.EmitAsync(Event(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Emit_NoSink_IsAnError()
    {
        using var sink = Sink("");

        await Assert.ThrowsAsync<EventSinkException>(() => sink.EmitAsync(Event(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Emit_SlowSink_WaitsUntilCancelled()
    {
        _answer = http => Task.Delay(Timeout.Infinite, http.RequestAborted);
        using var sink = Sink(_server.Urls.First());
        using var cancel = new CancellationTokenSource();
        var emission = sink.EmitAsync(Event(), cancel.Token);
        await _arrived.Task;
        Assert.False(emission.IsCompleted);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => emission);
    }

    [Theory]
    [InlineData("ftp://broker", "")]
    [InlineData("broker", "")]
    [InlineData("http://broker", "not json")]
    [InlineData("http://broker", "[]")]
    [InlineData("http://broker", """{"extensions":{"Bad-Name":"x"}}""")]
    [InlineData("http://broker", """{"extensions":{"number":1}}""")]
    [InlineData("http://broker", """{"extensions":{"id":"x"}}""")]
    [InlineData("http://broker", """{"extensions":{"specversion":"0.3"}}""")]
    [InlineData("http://broker", """{"extensions":["x"]}""")]
    public void Settings_Wrong_AreNamed(string sink, string overrides)
    {
        var error = Assert.Throws<OptionsValidationException>(() => Sink(sink, overrides));

        Assert.Contains(overrides.Length == 0 ? $"K_SINK holds '{sink}'" : $"K_CE_OVERRIDES holds '{overrides}'", error.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"extensions":null}""")]
    [InlineData("""{"extensions":{}}""")]
    public void Settings_NoOverrides_AreNone(string overrides) => Sink("http://broker", overrides).Dispose();

    private static CloudEvent Event() => EventFactory.Create(
        EventTypes.BatchReady, "/longshore/schedule", "id-1", new() { Files = [new() { Path = "a" }] },
        EventJson.Default.BatchReady);

    private static HttpEventSink Sink(string url, string overrides = "")
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { ["K_SINK"] = url, ["K_CE_OVERRIDES"] = overrides }).Build());
        services.AddEventSink([]);
        return new(services.BuildServiceProvider().GetRequiredService<IOptions<SinkOptions>>());
    }
}
