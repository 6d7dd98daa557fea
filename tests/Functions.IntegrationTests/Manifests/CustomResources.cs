using System.Text.Json.Nodes;

namespace Longshore.IntegrationTests.Manifests;

/// <summary>
/// Knative's own resource definitions, which this repository does not hold. <c>KNATIVE_CRDS</c> names a folder with their YAML.
/// </summary>
internal static class CustomResources
{
    private const string Variable = "KNATIVE_CRDS";

    public const string WhyNot = "the manifests were not held against Knative's resource definitions; set " + Variable
        + " to a folder with the YAML of them, such as Knative's eventing-crds.yaml and serving-crds.yaml";

    private static readonly string? Folder = Environment.GetEnvironmentVariable(Variable);

    private static readonly Lazy<Dictionary<string, JsonObject>> Schemas = new(Load);

    public static bool ArePresent => Directory.Exists(Folder);

    /// <summary>The schema of a kind; null if no definition has it.</summary>
    /// <param name="kind">Such as <c>eventing.knative.dev/v1 Trigger</c>.</param>
    public static JsonObject? Find(string kind) => Schemas.Value.GetValueOrDefault(kind);

    private static Dictionary<string, JsonObject> Load()
    {
        var found = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Folder!, "*.yaml"))
        {
            foreach (var definition in YamlJson.Documents(Path.GetFileName(file), File.ReadAllText(file)))
            {
                var spec = definition["spec"]!;
                foreach (var version in spec["versions"]!.AsArray())
                    found[$"{spec["group"]}/{version!["name"]} {spec["names"]!["kind"]}"] =
                        Complete(version["schema"]!["openAPIV3Schema"]!.AsObject());
            }
        }

        return found;
    }

    /// <summary>Every object has these, which a definition need not say.</summary>
    private static JsonObject Complete(JsonObject schema)
    {
        var own = schema.DeepClone().AsObject();
        var members = own["properties"]!.AsObject();
        members["apiVersion"] = new JsonObject { ["type"] = "string" };
        members["kind"] = new JsonObject { ["type"] = "string" };
        members["metadata"] = CoreKinds.Shape("meta").DeepClone();
        return own;
    }
}
