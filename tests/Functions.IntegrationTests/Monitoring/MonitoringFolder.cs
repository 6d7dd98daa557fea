using System.Text.Json;
using System.Text.Json.Nodes;
using Longshore.IntegrationTests.Manifests;

namespace Longshore.IntegrationTests.Monitoring;

/// <summary>The repository's <c>knative/monitoring/</c>, read as it stands.</summary>
internal static class MonitoringFolder
{
    public static string Path => System.IO.Path.Combine(KnativeFolder.Path, "monitoring");

    /// <summary>The file of rules that is in the PrometheusRule.</summary>
    public static JsonObject Rules => YamlJson.Documents(
        "alerts.yaml", File.ReadAllText(System.IO.Path.Combine(Path, "alerts.yaml"))).Single()["spec"]!.AsObject();

    public static JsonObject Collector =>
        YamlJson.Documents("collector.conf", File.ReadAllText(System.IO.Path.Combine(Path, "collector.conf"))).Single();

    public static JsonObject Dashboard =>
        JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(Path, "dashboards", "longshore.json")))!.AsObject();

    public static IReadOnlyList<JsonObject> AllRules => [.. Rules["groups"]!.AsArray()
        .SelectMany(static group => group!["rules"]!.AsArray()).Select(static rule => rule!.AsObject())];

    /// <summary>The dashboard's queries, with a value for each of its variables.</summary>
    public static IReadOnlyList<(string Panel, string Query)> Queries
    {
        get
        {
            var variables = Dashboard["templating"]!["list"]!.AsArray()
                .Where(static variable => variable!["type"]!.GetValue<string>() != "datasource")
                .ToDictionary(static variable => $"${variable!["name"]}",
                    static variable => variable!["current"]!["value"]!.GetValue<string>(), StringComparer.Ordinal);
            return [.. Dashboard["panels"]!.AsArray().SelectMany(panel => Manifest.Items(panel!["targets"]).Select(target => (
                panel["title"]!.GetValue<string>(),
                variables.Aggregate(target["expr"]!.GetValue<string>(),
                    static (query, variable) => query.Replace(variable.Key, variable.Value, StringComparison.Ordinal)))))];
        }
    }

    /// <summary>Rules as promtool reads them: JSON is YAML.</summary>
    public static string Write(JsonNode rules) => rules.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
}
