using System.Text.Json;

namespace Longshore.Sandbox.Iam;

/// <summary>A place in a policy file: reads strictly and names itself in every complaint.</summary>
internal readonly record struct PolicyNode(string File, string Place, JsonElement Element)
{
    public PolicyFormatException Problem(string problem) => new(File, Place, problem);

    public IEnumerable<(string Name, PolicyNode Node)> Members()
    {
        if (Element.ValueKind != JsonValueKind.Object)
            throw Problem($"must be an object, not {Element.ValueKind}");
        var (file, place) = (File, Place);
        return Element.EnumerateObject()
            .Select(member =>
                (member.Name, new PolicyNode(file, place.Length == 0 ? member.Name : $"{place}.{member.Name}", member.Value)))
            .ToList();
    }

    public void AllowOnly(params string[] names)
    {
        foreach (var (name, node) in Members())
        {
            if (!names.Contains(name, StringComparer.Ordinal))
                throw node.Problem("is no element that may stand here; these may: " + string.Join(", ", names));
        }
    }

    public PolicyNode? Optional(string name)
    {
        foreach (var (member, node) in Members())
        {
            if (member == name)
                return node;
        }
        return null;
    }

    public PolicyNode Require(string name) => Optional(name) ?? throw Problem($"lacks the element {name}");

    public string Text() => Element.ValueKind == JsonValueKind.String
        ? Element.GetString()!
        : throw Problem($"must be a string, not {Element.ValueKind}");

    /// <summary>A string, number or truth value as text: condition values may be any of them.</summary>
    public string Scalar() => Element.ValueKind switch
    {
        JsonValueKind.String => Element.GetString()!,
        JsonValueKind.Number => Element.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => throw Problem($"must be a string, number or truth value, not {Element.ValueKind}"),
    };

    /// <summary>IAM lets a single value stand for a list of one.</summary>
    public IReadOnlyList<PolicyNode> OneOrMany()
    {
        if (Element.ValueKind != JsonValueKind.Array)
            return [this];
        var (file, place) = (File, Place);
        return [.. Element.EnumerateArray().Select((item, i) => new PolicyNode(file, $"{place}[{i}]", item))];
    }

    public PolicyPattern Pattern(string text)
    {
        var pattern = PolicyPattern.TryParse(text) ?? throw Problem($"'{text}' has a ${{ without its }}");
        if (pattern.Variables.FirstOrDefault(name => !KnownConditionKeys.IsVariable(name)) is { } unknown)
            throw Problem($"'{text}' has the unknown variable ${{{unknown}}}");
        return pattern;
    }
}
