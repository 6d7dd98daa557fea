using System.Text.Encodings.Web;
using Longshore.Model.Auth;
using Microsoft.AspNetCore.Http.Features;

namespace Longshore.Model;

/// <summary>The process's HTTP interface: events, dead letters, pages and probes.</summary>
internal sealed class FunctionEndpoint(
    FunctionTable table, FunctionDispatcher dispatcher, HttpGetEndpoint pages, Readiness readiness, EventGuard guard,
    ILogger<FunctionEndpoint> logger)
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public Task HandleAsync(HttpContext http) => (http.Request.Path.Value, http.Request.Method) switch
    {
        ("/" or "", "POST") => TakeAsync(http, isDeadLetter: false),
        ("/deadletters", "POST") => TakeAsync(http, isDeadLetter: true),
        ("/healthz/live", "GET" or "HEAD") => Task.CompletedTask,
        ("/healthz/ready", "GET" or "HEAD") =>
            readiness.Problem is { } reason ? FailAsync(http, Failure.NotNow(reason)) : Task.CompletedTask,
        (var path, "GET" or "HEAD") when PageAt(path) is { } page => GetAsync(http, page),
        ("/" or "", _) when PageAt("/") is not null =>
            Refuse(http, StatusCodes.Status405MethodNotAllowed, allowed: "GET, HEAD, POST"),
        ("/" or "" or "/deadletters", _) => Refuse(http, StatusCodes.Status405MethodNotAllowed, allowed: "POST"),
        ("/healthz/live" or "/healthz/ready", _) => Refuse(http, StatusCodes.Status405MethodNotAllowed, allowed: "GET, HEAD"),
        (var path, _) when PageAt(path) is not null =>
            Refuse(http, StatusCodes.Status405MethodNotAllowed, allowed: "GET, HEAD"),
        // Knative retries a 404, but an event that is sent to a wrong path will never succeed.
        (_, "POST") => FailAsync(http, Failure.Bad("Events are posted to / and dead letters to /deadletters.")),
        _ => Refuse(http, StatusCodes.Status404NotFound),
    };

    private HttpGet? PageAt(string? path) => table.FindGet(path is "" ? "/" : path);

    private async Task TakeAsync(HttpContext http, bool isDeadLetter)
    {
        var refusal = readiness.Problem is { } reason
            ? Failure.NotNow(reason)
            : await guard.CheckAsync(http.Request, http.RequestAborted);
        var outcome = refusal is null ? await HandleEventAsync(http, isDeadLetter) : new(null, refusal);
        if (outcome.Failure is { } failure)
        {
            await FailAsync(http, failure);
            return;
        }

        http.Response.StatusCode = outcome.Status;
        if (outcome.Reply is { } reply)
            await reply.CopyToHttpResponseAsync(http.Response, ContentMode.Binary, EventFormat.Json);
    }

    private async Task GetAsync(HttpContext http, HttpGet found)
    {
        if (await pages.AnswerAsync(http, found) is { } failure)
            await FailAsync(http, failure);
    }

    private async Task<Outcome> HandleEventAsync(HttpContext http, bool isDeadLetter)
    {
        // Knative's queue-proxy has its own limits; the limits of this process are checked while the body is read.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        var headers = http.Request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        CloudEvent e;
        try
        {
            e = await EventReader.ReadAsync(http.Request, isDeadLetter, http.RequestAborted);
        }
        catch (Exception error) when (error is RejectedException or BadHttpRequestException)
        {
            Log.NotAnEvent(logger, error.Message);
            return new(null, Failure.Bad(error.Message));
        }

        return await dispatcher.DispatchAsync(e, isDeadLetter, headers, http.RequestAborted);
    }

    /// <summary>Answers with problem details. Source: RFC 9457.</summary>
    private static async Task FailAsync(HttpContext http, Failure failure)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body, Readable))
        {
            json.WriteStartObject();
            json.WriteString("type", "about:blank");
            json.WriteString("title", failure.Title);
            json.WriteNumber("status", failure.Status);
            json.WriteString("detail", failure.Detail);
            json.WriteEndObject();
        }

        http.Response.StatusCode = failure.Status;
        http.Response.ContentType = "application/problem+json";
        http.Response.ContentLength = body.Length;
        if (failure.Status == StatusCodes.Status503ServiceUnavailable)
            http.Response.Headers.RetryAfter = $"{Failure.RetryAfterSeconds}";
        if (failure.Status == StatusCodes.Status401Unauthorized)
            http.Response.Headers.WWWAuthenticate = "Bearer";
        if (HttpMethods.IsHead(http.Request.Method))
            return;
        await http.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), http.RequestAborted);
    }

    private static Task Refuse(HttpContext http, int status, string? allowed = null)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.Allow = allowed;
        return Task.CompletedTask;
    }
}
