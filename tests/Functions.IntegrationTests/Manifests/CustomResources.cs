using System.Text.Json.Nodes;

namespace Longshore.IntegrationTests.Manifests;

/// <summary>
/// Knative's own resource definitions. They are data of the cluster's, not of this repository: the folder that holds them is
/// named by
/// <c>KNATIVE_CRDS</c>, or stands at <c>../shared/knative/crds</c> beside the repository.
/// </summary>
internal static class CustomResources
{
    private static readonly Lazy<Dictionary<string, JsonObject>> Schemas = new(Load);

    public static string Folder =>
        Environment.GetEnvironmentVariable("KNATIVE_CRDS") is { Length: > 0 } set
            ? set : Path.Combine(KnativeFolder.Root, "..", "shared", "knative", "crds");

    public static bool ArePresent => Directory.Exists(Folder);

    public static string WhyNot =>
        $"Knative's resource definitions are not at {Folder}; set KNATIVE_CRDS to the folder that holds them.";

    /// <summary>The schema of a kind; null if no definition has it.</summary>
    /// <param name="kind">Such as <c>eventing.knative.dev/v1 Trigger</c>.</param>
    public static JsonObject? Find(string kind) => Schemas.Value.GetValueOrDefault(kind);

    private static Dictionary<string, JsonObject> Load()
    {
        var found = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Folder, "*.yaml"))
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
