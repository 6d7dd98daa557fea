using System.Text.Json.Nodes;

namespace Longshore.IntegrationTests.Kubectl;

/// <summary>JSON Merge Patch. Source: RFC 7386, section 2, whose pseudocode this is.</summary>
internal static class MergePatch
{
    /// <returns>The target with the patch merged into it; neither of them is changed.</returns>
    public static JsonNode? Apply(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
            return patch?.DeepClone();
        var merged = target is JsonObject old ? old.DeepClone().AsObject() : [];
        foreach (var (name, value) in changes)
        {
            if (value is null)
                merged.Remove(name);
            else
                merged[name] = Apply(merged[name], value);
        }

        return merged;
    }
}
