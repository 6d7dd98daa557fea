using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Longshore.IntegrationTests.Manifests;

/// <summary>
/// Checks a value against a structural schema as the API server does, with strict field validation: what no schema names is
/// refused. Source: Kubernetes, "Extend the Kubernetes API with CustomResourceDefinitions", Specifying a structural schema.
/// </summary>
internal static class StructuralSchema
{
    private static readonly HashSet<string> Understood =
    [
        "type", "properties", "items", "required", "enum", "pattern", "additionalProperties", "anyOf", "description", "default",
        "format", "nullable",
        "minimum", "maximum", "x-kubernetes-preserve-unknown-fields", "x-kubernetes-int-or-string", "x-kubernetes-list-type",
        "x-kubernetes-list-map-keys",
        "x-kubernetes-map-type", "title",
    ];

    /// <summary>Every place at which the value breaks the schema; none if it holds.</summary>
    public static IEnumerable<string> Problems(JsonNode? value, JsonObject schema, string field)
    {
        if (schema.Select(member => member.Key).FirstOrDefault(key => !Understood.Contains(key)) is { } unknown)
            return [$"{field}: the schema says {unknown}, which this check does not understand"];
        if (value is null)
            return Is(schema, "nullable") || !schema.ContainsKey("type") ? [] : [$"{field} is null"];
        if (Is(schema, "x-kubernetes-int-or-string"))
            return TypeOf(value) is "integer" or "string"
                ? Text(value, schema, field) : [$"{field} is {TypeOf(value)}; it takes an integer or a string"];
        if (schema["type"]?.GetValue<string>() is { } type && type != TypeOf(value)
            && !(type == "number" && TypeOf(value) == "integer"))
            return [$"{field} is {TypeOf(value)}; it takes {type}"];
        return value switch
        {
            JsonObject members => Members(members, schema, field),
            JsonArray items => items.SelectMany((item, index) =>
                schema["items"] is JsonObject each ? Problems(item, each, $"{field}[{index}]") : []),
            _ => Text(value, schema, field),
        };
    }

    private static IEnumerable<string> Members(JsonObject value, JsonObject schema, string field)
    {
        var known = schema["properties"] as JsonObject;
        var rest = schema["additionalProperties"] as JsonObject;
        foreach (var missing in (schema["required"] as JsonArray ?? []).Select(name => name!.GetValue<string>())
            .Where(name => !value.ContainsKey(name)))
            yield return $"{field}.{missing} is required";
        foreach (var (name, member) in value)
        {
            var place = $"{field}.{name}";
            if ((known?[name] as JsonObject ?? rest) is { } expected)
            {
                foreach (var problem in Problems(member, expected, place))
                    yield return problem;
            }
            else if (!Is(schema, "x-kubernetes-preserve-unknown-fields"))
            {
                yield return $"{place} is no field of this kind";
            }
        }
    }

    private static IEnumerable<string> Text(JsonNode value, JsonObject schema, string field)
    {
        var text = value.ToString();
        if (schema["enum"] is JsonArray allowed && !allowed.Any(one => JsonNode.DeepEquals(one, value)))
            yield return $"{field} is {text}; it takes {string.Join(", ", allowed)}";
        if (schema["pattern"]?.GetValue<string>() is { } pattern && !Regex.IsMatch(text, pattern))
            yield return $"{field} is {text}, which does not match {pattern}";
        if (schema["minimum"] is { } least && value.GetValue<long>() < least.GetValue<long>())
            yield return $"{field} is {text}, below {least}";
        if (schema["maximum"] is { } most && value.GetValue<long>() > most.GetValue<long>())
            yield return $"{field} is {text}, above {most}";
    }

    private static bool Is(JsonObject schema, string flag) => schema[flag]?.GetValue<bool>() == true;

    private static string TypeOf(JsonNode value) => value switch
    {
        JsonObject => "object",
        JsonArray => "array",
        JsonValue scalar when scalar.TryGetValue<bool>(out _) => "boolean",
        JsonValue scalar when scalar.TryGetValue<long>(out _) => "integer",
        JsonValue scalar when scalar.TryGetValue<double>(out _) => "number",
        _ => "string",
    };
}
