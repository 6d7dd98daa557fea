using System.Text.Json.Nodes;

namespace Longshore.IntegrationTests.Manifests;

/// <summary>One object of a rendered kustomization.</summary>
/// <param name="Kind">API version and kind, such as <c>v1 ConfigMap</c>.</param>
internal sealed record Manifest(string Kind, string Name, JsonObject Body)
{
    public const string Service = "serving.knative.dev/v1 Service";
    public const string Trigger = "eventing.knative.dev/v1 Trigger";
    public const string Broker = "eventing.knative.dev/v1 Broker";
    public const string SinkBinding = "sources.knative.dev/v1 SinkBinding";
    public const string PingSource = "sources.knative.dev/v1 PingSource";
    public const string JobSink = "sinks.knative.dev/v1alpha1 JobSink";

    /// <summary>The image's name in every manifest, whatever registry an overlay puts before it.</summary>
    private const string Image = "longshore";

    public static IReadOnlyList<Manifest> Read(string name, string yaml) => [.. YamlJson.Documents(name, yaml).Select(body =>
        new Manifest($"{body["apiVersion"]} {body["kind"]}", body["metadata"]?["name"]?.GetValue<string>() ?? "", body))];

    /// <summary>The spec of the pods that it makes; null if it makes none.</summary>
    public JsonObject? Pod => (
        Kind == JobSink ? Body["spec"]?["job"]?["spec"]?["template"]?["spec"] : Body["spec"]?["template"]?["spec"]) as JsonObject;

    public IEnumerable<JsonObject> Containers =>
        (Pod?["containers"] as JsonArray ?? []).Select(static container => container!.AsObject());

    /// <summary>The containers that run Longshore's own image.</summary>
    public IEnumerable<JsonObject> Functions => Containers.Where(static container =>
        container["image"]!.GetValue<string>().Split(':')[0].Split('/')[^1] == Image);

    /// <summary>A container's variables that hold plain values, those of its ConfigMaps included.</summary>
    public static Dictionary<string, string> Environment(JsonObject container, IEnumerable<Manifest> all)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var map in Items(container["envFrom"])
            .Select(static source => source["configMapRef"]?["name"]?.GetValue<string>()).OfType<string>())
        {
            var data = all.Single(each => each.Kind == "v1 ConfigMap" && each.Name == map).Body["data"]!.AsObject();
            foreach (var (name, value) in data)
                variables[name] = value!.GetValue<string>();
        }

        foreach (var variable in Items(container["env"]))
            variables[variable["name"]!.GetValue<string>()] = variable["value"]?.GetValue<string>() ?? "";
        return variables;
    }

    public static IEnumerable<JsonObject> Items(JsonNode? list) =>
        (list as JsonArray ?? []).Select(static item => item!.AsObject());

    public override string ToString() => $"{Kind} {Name}";
}
