using System.Text.Json.Nodes;

namespace Longshore.IntegrationTests.Manifests;

/// <summary>What an object names that must exist beside it, as <c>kind name</c>.</summary>
internal static class References
{
    public static IEnumerable<string> Of(Manifest manifest)
    {
        var spec = manifest.Body["spec"] as JsonObject ?? [];
        string?[] found =
        [
            .. OfPod(manifest),
            .. new[] { spec["sink"], spec["subscriber"], spec["delivery"]?["deadLetterSink"] }.Select(
                static to => Named(to?["ref"])),
            .. Manifest.Items(spec["to"]).Concat(Manifest.Items(spec["from"])).Select(static each => Named(each["ref"])),
            // Jobs are chosen by label and are made later.
            spec["subject"]?["selector"] is null ? Named(spec["subject"]) : null,
            .. OfRoleBinding(manifest.Body),
            spec["broker"] is { } broker ? $"{Manifest.Broker} {broker}" : null,
            spec["config"]?["kind"] is not null ? Named(spec["config"]) : null,
            manifest.Kind == "v1 PersistentVolumeClaim" && spec["storageClassName"] is { } storage
                ? $"storage.k8s.io/v1 StorageClass {storage}" : null,
        ];
        return found.OfType<string>();
    }

    private static IEnumerable<string?> OfRoleBinding(JsonObject body) =>
    [
        body["roleRef"] is { } role ? $"{role["apiGroup"]}/v1 {role["kind"]} {role["name"]}" : null,
        .. Manifest.Items(body["subjects"]).Select(static subject => $"v1 {subject["kind"]} {subject["name"]}"),
    ];

    private static IEnumerable<string?> OfPod(Manifest manifest)
    {
        if (manifest.Pod is not { } pod)
            return [];
        var sources = manifest.Containers.SelectMany(static container => Manifest.Items(container["envFrom"]));
        var volumes = Manifest.Items(pod["volumes"]);
        return
        [
            Each("v1 ServiceAccount", pod["serviceAccountName"]),
            .. sources.Select(static source => Each("v1 ConfigMap", source["configMapRef"]?["name"])
                ?? Each("v1 Secret", source["secretRef"]?["name"])),
            .. volumes.Select(static volume => Each("v1 PersistentVolumeClaim", volume["persistentVolumeClaim"]?["claimName"])
                ?? Each("v1 ConfigMap", volume["configMap"]?["name"])),
        ];
    }

    private static string? Each(string kind, JsonNode? name) => name is null ? null : $"{kind} {name}";

    private static string? Named(JsonNode? reference) =>
        reference is null ? null : $"{reference["apiVersion"]} {reference["kind"]} {reference["name"]}";
}
