using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Longshore.IntegrationTests.Manifests;

/// <summary>
/// Reads YAML as Kubernetes does: into JSON, with the scalar types of YAML's core schema. A key that stands twice in a mapping
/// and a plain scalar whose type the readers disagree on (<c>yes</c>, <c>on</c>, <c>010</c>) are refused.
/// </summary>
internal static partial class YamlJson
{
    /// <param name="name">For messages.</param>
    /// <param name="yaml">Any number of documents; empty ones are left out.</param>
    public static List<JsonObject> Documents(string name, string yaml)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(yaml);
        try
        {
            stream.Load(reader);
        }
        catch (YamlException e)
        {
            throw new FormatException($"{name}: line {e.Start.Line}: {e.Message}", e);
        }

        return [.. stream.Documents
            .Where(document => document.RootNode is not YamlScalarNode { Value: null or "" })
            .Select(document => Node(name, document.RootNode) as JsonObject
                ?? throw new FormatException($"{name}: a document is no mapping."))];
    }

    private static JsonNode? Node(string name, YamlNode yaml) => yaml switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(pair =>
            KeyValuePair.Create(((YamlScalarNode)pair.Key).Value ?? "", Node(name, pair.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(child => Node(name, child))]),
        YamlScalarNode { Style: not ScalarStyle.Plain } text => JsonValue.Create(text.Value),
        YamlScalarNode scalar => Plain(name, scalar),
        _ => throw new FormatException($"{name}: line {yaml.Start.Line} holds an alias, which manifests do not use."),
    };

    private static JsonValue? Plain(string name, YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (text is "" or "~" or "null")
            return null;
        if (text is "true" or "false")
            return JsonValue.Create(text == "true");
        if (Ambiguous().IsMatch(text))
            throw new FormatException(
                $"{name}: line {scalar.Start.Line} holds {text}, which YAML 1.1 and 1.2 read differently; quote it.");
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return JsonValue.Create(whole);
        return Number().IsMatch(text)
            ? JsonValue.Create(double.Parse(text, CultureInfo.InvariantCulture)) : JsonValue.Create(text);
    }

    [GeneratedRegex("^(y|n|yes|no|on|off|[-+]?0[0-9_]+|[0-9]+(:[0-5]?[0-9])+)$", RegexOptions.IgnoreCase)]
    private static partial Regex Ambiguous();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")]
    private static partial Regex Number();
}
