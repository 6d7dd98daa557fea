using System.Net;
using System.Text;
using System.Text.Json;
using Longshore.App;
using Longshore.Model;
using Longshore.Model.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Longshore.UnitTests.Model;

/// <summary>The real host with the toy functions on a free loopback port.</summary>
internal sealed class ToyHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ToyHost(WebApplication app, ToyRecord record, MemoryStream log)
    {
        _app = app;
        Record = record;
        Log = log;
        Http = new() { BaseAddress = new(FunctionHost.AddressesOf(app)[0]) };
    }

    public ToyRecord Record { get; }

    public MemoryStream Log { get; }

    public HttpClient Http { get; }

    public Task StopAsync() => _app.StopAsync();

    public static async Task<ToyHost> StartAsync(TimeProvider? clock = null, params (string Name, string Value)[] settings)
    {
        var record = new ToyRecord();
        var log = new MemoryStream();
        var builder = FunctionHost.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["PORT"] = "0",
            ["Host:Address"] = "127.0.0.1",
            ["FUNCTIONS"] = null,
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(each => KeyValuePair.Create(each.Name, (string?)each.Value)));
        builder.Logging.ClearProviders().AddProvider(new JsonLinesLoggerProvider(log, TimeProvider.System));
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.AddFunctions(functions => functions
            .MapErrors(ErrorMapping.ToModel)
            .Add<EchoFunction>(services => services.AddSingleton(record))
            .Add<ThrowingFunction>()
            .Add<WaitingFunction>()
            .Add<LetterFunction>()
            .Add<PageFunction>(services => services.AddSingleton(record)));
        var app = FunctionHost.Build(builder);
        await app.StartAsync();
        return new(app, record, log);
    }

    /// <summary>Sends headers exactly as given.</summary>
    public async Task<HttpResponseMessage> PostAsync(
        byte[] body, IEnumerable<(string Name, string Value)> headers, string path = "/",
        CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        foreach (var (name, value) in headers)
        {
            if (name.StartsWith("Content-", StringComparison.Ordinal))
                request.Content.Headers.TryAddWithoutValidation(name, value);
            else
                request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Http.SendAsync(request, cancellation);
    }

    public Task<HttpResponseMessage> PostAsync(string type, string? data, string? subject = null, string path = "/") =>
        PostAsync(Encoding.UTF8.GetBytes(data ?? ""), Attributes(type, subject), path, TestContext.Current.CancellationToken);

    public static List<(string Name, string Value)> Attributes(string type, string? subject = null)
    {
        List<(string, string)> headers =
            [("ce-specversion", "1.0"), ("ce-id", "1"), ("ce-source", "/test"), ("ce-type", type),
                ("Content-Type", "application/json")];
        if (subject is not null)
            headers.Add(("ce-subject", subject));
        return headers;
    }

    /// <summary>The detail of a problem; checks that it is one and that its status is the response's.</summary>
    public static async Task<string> DetailOf(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.ToString());
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal((int)response.StatusCode, problem.RootElement.GetProperty("status").GetInt32());
        return problem.RootElement.GetProperty("detail").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Log.DisposeAsync();
    }

    public static void Expect(HttpStatusCode status, HttpResponseMessage response) => Assert.Equal(status, response.StatusCode);
}
