using System.Text.Json.Nodes;
using Longshore.IntegrationTests.Manifests;

namespace Longshore.IntegrationTests.Kubectl;

/// <summary>ConfigMaps by "serving NAME" and "eventing NAME", without what every write changes; compared as a text.</summary>
internal sealed class ConfigMaps : SortedDictionary<string, JsonObject>
{
    /// <summary>The files that <c>apply.sh</c> sets its keys from.</summary>
    private static readonly string[] ValueFiles =
    [
        "cluster/config-features.yaml", "cluster/config-defaults.yaml", "cluster/oidc/config-features.yaml",
        "monitoring/knative/serving.yaml", "monitoring/knative/eventing.yaml",
    ];

    /// <summary>As Knative installs them, with much that is not Longshore's.</summary>
    public static string Installed(string serving, string eventing) => $$"""
        apiVersion: v1
        kind: List
        items:
          - apiVersion: v1
            kind: ConfigMap
            metadata:
              name: config-features
              namespace: {{serving}}
              labels: {app.kubernetes.io/name: knative-serving, app.kubernetes.io/version: 1.23.0}
              annotations: {knative.dev/example-checksum: 6e0e8f53}
            data:
              _example: "# tab\there, a \\ and a \"quote\"\n\nkubernetes.podspec-securitycontext: \"disabled\"\n"
              kubernetes.podspec-securitycontext: disabled
              tag-header-based-routing: enabled
          - apiVersion: v1
            kind: ConfigMap
            metadata: {name: config-defaults, namespace: {{serving}}, labels: {app.kubernetes.io/name: knative-serving} }
            data: {max-revision-timeout-seconds: "900", revision-timeout-seconds: "300"}
          - apiVersion: v1
            kind: ConfigMap
            metadata: {name: config-observability, namespace: {{serving}} }
            data: {_example: "x", metrics-protocol: none}
          - apiVersion: v1
            kind: ConfigMap
            metadata: {name: config-observability, namespace: {{eventing}} }
            data: {_example: "x"}
          - apiVersion: v1
            kind: ConfigMap
            metadata: {name: config-features, namespace: {{eventing}}, labels: {app.kubernetes.io/name: knative-eventing} }
            data: {authentication-oidc: disabled, transport-encryption: disabled}
        """;

    /// <summary>Adds the ConfigMaps of a namespace.</summary>
    /// <param name="list">What <c>kubectl get configmaps -o json</c> prints.</param>
    public void Add(string space, string list)
    {
        foreach (var map in Manifest.Items(JsonNode.Parse(list)!["items"]))
        {
            var name = map["metadata"]!["name"]!.GetValue<string>();
            // A real cluster puts certificates of its own into each namespace.
            if (name.EndsWith(".crt", StringComparison.Ordinal))
                continue;
            map["metadata"]!.AsObject().Remove("resourceVersion");
            Add($"{space.Split('-')[^1]} {name}", map.DeepClone().AsObject());
        }
    }

    /// <summary>Puts back what <c>apply.sh</c> may have changed. Whatever differs then it should not have changed.</summary>
    public ConfigMaps WithOurKeysOf(ConfigMaps before)
    {
        foreach (var file in ValueFiles)
        {
            var body = YamlJson.Documents(file, File.ReadAllText(Path.Combine(KnativeFolder.Path, file))).Single();
            var map = $"{body["metadata"]!["namespace"]!.GetValue<string>().Split('-')[^1]} {body["metadata"]!["name"]}";
            var (now, was) = (this[map]["data"]!.AsObject(), before[map]["data"]!.AsObject());
            foreach (var (key, _) in body["data"]!.AsObject())
            {
                now.Remove(key);
                if (was[key] is { } value)
                    now[key] = value.DeepClone();
            }
        }

        Remove("serving longshore-cluster-undo");
        Remove("eventing longshore-cluster-undo");
        return this;
    }

    public override string ToString() =>
        string.Join('\n', this.Select(static pair => $"{pair.Key}: {Sorted(pair.Value).ToJsonString()}"));

    private static JsonObject Sorted(JsonObject node) => new(node.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(
        static pair => KeyValuePair.Create(pair.Key, pair.Value is JsonObject inner ? Sorted(inner) : pair.Value?.DeepClone())));
}
