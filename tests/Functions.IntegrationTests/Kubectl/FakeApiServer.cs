using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Longshore.IntegrationTests.Kubectl;

/// <summary>
/// So much of a Kubernetes API server that kubectl itself can get, list, create, merge-patch and delete a few kinds over HTTP. It
/// keeps what it is given, checks no schema and asks for no credentials. Source: Kubernetes API concepts.
/// </summary>
internal sealed class FakeApiServer : IAsyncDisposable
{
    /// <summary>Kind by API version and plural name.</summary>
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["v1/configmaps"] = "ConfigMap",
        ["eventing.knative.dev/v1/brokers"] = "Broker",
        ["eventing.knative.dev/v1/triggers"] = "Trigger",
        ["messaging.knative.dev/v1/subscriptions"] = "Subscription",
        ["messaging.knative.dev/v1/inmemorychannels"] = "InMemoryChannel",
    };

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, JsonObject> _objects = new(StringComparer.Ordinal);
    private readonly WebApplication _app;
    private long _version;

    private FakeApiServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Requests to this path are answered 403.</summary>
    public string? Forbidden { get; set; }

    /// <summary>Method and path of every request that changed something.</summary>
    public List<string> Writes { get; } = [];

    public static async Task<FakeApiServer> StartAsync()
    {
        var server = new FakeApiServer();
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>Puts an object there as it stands, status included.</summary>
    public void Add(string plural, JsonObject body)
    {
        lock (_gate)
            _objects[$"{body["apiVersion"]}/{body["metadata"]!["namespace"]}/{plural}/{body["metadata"]!["name"]}"] = body;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!.Trim('/');
        JsonNode? body = null;
        if (http.Request.ContentLength > 0)
            body = await JsonNode.ParseAsync(http.Request.Body);
        var (status, answer) = (Forbidden is not null && path.EndsWith(Forbidden, StringComparison.Ordinal))
            ? Failure(403, "Forbidden", $"{path} is forbidden")
            : Answer(http.Request.Method, path.Split('/'), http.Request.ContentType ?? "", body);
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(answer.ToJsonString());
    }

    private (int Status, JsonNode Answer) Answer(string method, string[] path, string type, JsonNode? body) => path switch
    {
        ["api"] => (200, JsonNode.Parse("""{"kind": "APIVersions", "versions": ["v1"]}""")!),
        ["apis"] => (200, Groups()),
        ["api", "v1"] => (200, Resources("v1")),
        ["apis", var group, var version] => (200, Resources($"{group}/{version}")),
        ["api", "v1", "namespaces", var space, .. var rest] => Objects(method, "v1", space, rest, type, body),
        ["apis", var group, var version, "namespaces", var space, .. var rest] =>
            Objects(method, $"{group}/{version}", space, rest, type, body),
        _ => Failure(404, "NotFound", $"{string.Join('/', path)} is not here"),
    };

    private (int Status, JsonNode Answer) Objects(
        string method, string api, string space, string[] rest, string type, JsonNode? body)
    {
        var name = rest.Length > 1 ? rest[1] : body?["metadata"]?["name"]?.GetValue<string>();
        var key = $"{api}/{space}/{rest[0]}/{name}";
        lock (_gate)
        {
            if (method != "GET")
                Writes.Add($"{method} {key}");
            var found = _objects.GetValueOrDefault(key);
            return (method, rest.Length) switch
            {
                ("GET", 1) => (200, List(api, space, rest[0])),
                ("POST", 1) when found is not null => Failure(409, "AlreadyExists", $"{key} already exists"),
                ("POST", 1) => (201, Store(key, space, body!)),
                (_, 2) when found is null => Failure(404, "NotFound", $"{rest[0]} \"{name}\" not found"),
                ("GET", 2) => (200, found!.DeepClone()),
                ("PATCH", 2) when type == "application/merge-patch+json" =>
                    (200, Store(key, space, MergePatch.Apply(found, body)!)),
                ("DELETE", 2) => (200, Remove(key)),
                _ => Failure(415, "UnsupportedMediaType", $"{method} {type} is not understood"),
            };
        }
    }

    private JsonObject List(string api, string space, string plural) => new()
    {
        ["apiVersion"] = api,
        ["kind"] = $"{Kinds[$"{api}/{plural}"]}List",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. _objects
            .Where(each => each.Key.StartsWith($"{api}/{space}/{plural}/", StringComparison.Ordinal))
            .Select(static each => each.Value.DeepClone())]),
    };

    private JsonNode Store(string key, string space, JsonNode body)
    {
        body["metadata"]!["namespace"] = space;
        body["metadata"]!["resourceVersion"] = (++_version).ToString(CultureInfo.InvariantCulture);
        _objects[key] = body.DeepClone().AsObject();
        return body;
    }

    private JsonObject Remove(string key)
    {
        _objects.Remove(key);
        return new() { ["apiVersion"] = "v1", ["kind"] = "Status", ["status"] = "Success" };
    }

    private static JsonObject Groups() => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. Kinds.Keys.Select(static key => key.Split('/'))
            .Where(static parts => parts.Length == 3).DistinctBy(static parts => parts[0])
            .Select(static parts => new JsonObject
            {
                ["name"] = parts[0],
                ["versions"] = new JsonArray(
                    new JsonObject { ["groupVersion"] = $"{parts[0]}/{parts[1]}", ["version"] = parts[1] }),
            })]),
    };

    private static JsonObject Resources(string api) => new()
    {
        ["kind"] = "APIResourceList",
        ["apiVersion"] = "v1",
        ["groupVersion"] = api,
        ["resources"] = new JsonArray([.. Kinds.Where(each => each.Key.StartsWith($"{api}/", StringComparison.Ordinal))
            .Select(static each => new JsonObject
            {
                ["name"] = each.Key.Split('/')[^1],
                ["kind"] = each.Value,
                ["namespaced"] = true,
                ["verbs"] = new JsonArray("get", "list", "create", "patch", "delete"),
            })]),
    };

    private static (int Status, JsonNode Answer) Failure(int code, string reason, string message) => (code, new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Status",
        ["status"] = "Failure",
        ["reason"] = reason,
        ["message"] = message,
        ["code"] = code,
    });
}
