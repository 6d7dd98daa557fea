using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Longshore.IntegrationTests.FailedJobs;

/// <summary>
/// The API server as failed-jobs asks it: Jobs of a namespace, page by page, and Secrets by name. It knows one token. Objects
/// have the
/// shapes that a real one answers with (Kubernetes 1.36).
/// </summary>
internal sealed class FakeCluster : IAsyncDisposable
{
    private const string Token = "token-of-failed-jobs";
    private readonly List<JsonObject> _jobs = [];
    private readonly Dictionary<string, string> _secrets = [];
    private readonly WebApplication _app;

    private FakeCluster()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
        foreach (var (name, text) in new[] { ("token", Token), ("namespace", "longshore"), ("ca.crt", "") })
            File.WriteAllText(Path.Combine(Account, name), text);
    }

    /// <summary>The folder of the ServiceAccount.</summary>
    public string Account { get; } = Directory.CreateTempSubdirectory("longshore-account-").FullName;

    public string Url => _app.Urls.Single();

    /// <summary>Paths asked for, with their queries.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Answers everything with 503.</summary>
    public bool IsDown { get; set; }

    public static async Task<FakeCluster> StartAsync()
    {
        var cluster = new FakeCluster();
        await cluster._app.StartAsync(TestContext.Current.CancellationToken);
        return cluster;
    }

    /// <summary>Adds a Job that the JobSink <c>backlog</c> made, with its Secret unless <paramref name="e"/> is null.</summary>
    /// <param name="condition">Such as <c>Failed</c> or <c>Complete</c>; none while it runs.</param>
    public void Add(string name, string? e, string? condition = "Failed")
    {
        var labels = """{"app.kubernetes.io/name":"longshore","sinks.knative.dev/job-sink-name":"backlog"}""";
        var conditions = condition is null ? "[]" : $$$"""
            [{"type":"FailureTarget","status":"True","lastTransitionTime":"2026-11-29T10:00:00Z"},
             {"type":"{{{condition}}}","status":"True","reason":"BackoffLimitExceeded",
              "message":"Job has reached the specified backoff limit","lastTransitionTime":"2026-11-29T10:00:01Z"}]
            """;
        _jobs.Add(JsonNode.Parse($$$"""
            {"metadata":{"name":"{{{name}}}","uid":"{{{name}}}-uid","labels":{{{labels}}}},
             "spec":{},"status":{"conditions":{{{conditions}}}}}
            """)!.AsObject());
        if (e is not null)
            _secrets[name] = e;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(Account, recursive: true);
    }

    private async Task AnswerAsync(HttpContext http)
    {
        lock (Asked)
            Asked.Add($"{http.Request.Path}{http.Request.QueryString}");
        var (status, body) = IsDown ? (503, null)
            : http.Request.Headers.Authorization != $"Bearer {Token}" ? (401, null)
            : http.Request.Path == "/apis/batch/v1/namespaces/longshore/jobs" ? (200, Page(http.Request.Query))
            : http.Request.Path.Value!.StartsWith("/api/v1/namespaces/longshore/secrets/", StringComparison.Ordinal)
                && _secrets.TryGetValue(http.Request.Path.Value.Split('/')[^1], out var e) ? (200, SecretOf(e))
            : (404, null);
        http.Response.StatusCode = status;
        await http.Response.WriteAsync(body?.ToJsonString() ?? """{"kind":"Status","status":"Failure"}""");
    }

    /// <summary>Two Jobs a page, whatever was asked for.</summary>
    private JsonObject Page(IQueryCollection query)
    {
        var from = int.TryParse(query["continue"], out var number) ? number : 0;
        var metadata = new JsonObject { ["resourceVersion"] = "1" };
        if (from + 2 < _jobs.Count)
            metadata["continue"] = $"{from + 2}";
        var items = new JsonArray([.. _jobs.Skip(from).Take(2).Select(job => job.DeepClone())]);
        return new() { ["kind"] = "JobList", ["metadata"] = metadata, ["items"] = items };
    }

    private static JsonObject SecretOf(string e) => new()
    {
        ["kind"] = "Secret",
        ["immutable"] = true,
        ["data"] = new JsonObject { ["event"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(e)) },
    };
}
