namespace Longshore.Sandbox.Knative;

/// <summary>
/// Which events a Trigger takes. A dialect's attribute that the event does not have never matches.
/// Source: CloudEvents Subscriptions API 1.0, "Filter Dialects", and the Trigger resource definition.
/// </summary>
internal delegate bool EventFilter(WireEvent candidate);

/// <summary>Reads <c>spec.filter</c> and <c>spec.filters</c> of a Trigger.</summary>
internal static class EventFilters
{
    /// <summary>The filter of a Trigger; <c>filters</c>, where not empty, replaces <c>filter</c>; neither: every event.</summary>
    public static EventFilter Read(ManifestNode spec)
    {
        var dialects = spec["filters"].Items().Select(ReadDialect).ToArray();
        var attributes = ReadAttributes(spec["filter"].Only("attributes")["attributes"]);
        return dialects.Length > 0 ? All(dialects) : attributes;
    }

    /// <summary>Exact match of each attribute; the empty string matches any value, as long as there is one.</summary>
    private static EventFilter ReadAttributes(ManifestNode node)
    {
        var wanted = node.Texts();
        foreach (var name in wanted.Keys)
            RequireAttributeName(node[name], name);
        return candidate => wanted.All(pair => candidate.Attributes.TryGetValue(pair.Key, out var value)
            && (pair.Value.Length == 0 || value == pair.Value));
    }

    private static EventFilter ReadDialect(ManifestNode node)
    {
        if (node["cesql"].Exists)
            throw node["cesql"]
                .Wrong("is a CloudEvents SQL expression, which the sandbox does not evaluate; use exact, prefix, suffix, all, "
                + "any or not");
        node.Only("exact", "prefix", "suffix", "all", "any", "not");
        var names = node.Names().ToArray();
        if (names.Length != 1)
            throw node.Wrong($"must have exactly one dialect and has {names.Length}");
        var body = node[names[0]];
        return names[0] switch
        {
            "exact" => Text(body, static (value, wanted) => value == wanted),
            "prefix" => Text(body, static (value, wanted) => value.StartsWith(wanted, StringComparison.Ordinal)),
            "suffix" => Text(body, static (value, wanted) => value.EndsWith(wanted, StringComparison.Ordinal)),
            "all" => All(Nested(body)),
            "any" => Any(Nested(body)),
            _ => Not(ReadDialect(body)),
        };
    }

    private static EventFilter[] Nested(ManifestNode node)
    {
        var filters = node.Items().Select(ReadDialect).ToArray();
        return filters.Length > 0 ? filters : throw node.Wrong("must list at least one filter");
    }

    private static EventFilter Text(ManifestNode node, Func<string, string, bool> matches)
    {
        var wanted = node.Texts();
        if (wanted.Count == 0)
            throw node.Wrong("must name at least one attribute");
        foreach (var (name, value) in wanted)
        {
            RequireAttributeName(node[name], name);
            if (value.Length == 0)
                throw node[name].Wrong("is empty");
        }

        return candidate =>
            wanted.All(pair => candidate.Attributes.TryGetValue(pair.Key, out var value) && matches(value, pair.Value));
    }

    private static void RequireAttributeName(ManifestNode node, string name)
    {
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)))
            throw node.Wrong("is no attribute name; those have lower-case letters and digits only");
    }

    private static EventFilter All(EventFilter[] filters) => candidate => filters.All(filter => filter(candidate));

    private static EventFilter Any(EventFilter[] filters) => candidate => filters.Any(filter => filter(candidate));

    private static EventFilter Not(EventFilter filter) => candidate => !filter(candidate);
}
