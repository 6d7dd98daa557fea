namespace Longshore.Sandbox.Iam;

/// <summary>Reads a Condition element; an operator, key or value that cannot be evaluated is refused.</summary>
internal static class ConditionParser
{
    public static List<PolicyCondition> Read(PolicyNode condition)
    {
        var conditions = new List<PolicyCondition>();
        foreach (var (name, node) in condition.Members())
        {
            var (op, set, ifExists) = Operator(name, node);
            conditions.AddRange(node.Members().Select(member => ReadKey(member.Name, member.Node, op, set, ifExists)));
        }
        return conditions;
    }

    private static (ConditionOperator? Operator, ConditionSet Set, bool IfExists) Operator(string name, PolicyNode node)
    {
        var rest = name;
        var set = ConditionSet.Single;
        if (rest.Split(':') is [var prefix, var suffix])
        {
            set = prefix switch
            {
                "ForAnyValue" => ConditionSet.ForAnyValue,
                "ForAllValues" => ConditionSet.ForAllValues,
                _ => throw node.Problem("has an unknown set operator before the colon"),
            };
            rest = suffix;
        }
        if (rest == "Null")
            return set == ConditionSet.Single ? (null, set, false) : throw node.Problem("Null takes no set operator");
        var ifExists = rest.EndsWith("IfExists", StringComparison.Ordinal);
        if (ifExists)
            rest = rest[..^"IfExists".Length];
        return ConditionOperator.Known.TryGetValue(rest, out var known)
            ? (known, set, ifExists)
            : throw node.Problem(
                $"is no condition operator the sandbox knows; it knows Null, {string.Join(", ", ConditionOperator.Known.Keys)}");
    }

    private static PolicyCondition ReadKey(string key, PolicyNode node, ConditionOperator? op, ConditionSet set, bool ifExists)
    {
        if (!KnownConditionKeys.Contains(key))
            throw node.Problem($"'{key}' is no condition key the sandbox knows");
        var values = node.OneOrMany().Select(item => (item, Pattern: item.Pattern(item.Scalar()))).ToList();
        if (values.Count == 0)
            throw node.Problem("has no values");
        foreach (var (item, pattern) in values)
        {
            if (!(op?.IsValid ?? ConditionOperator.IsBool)(pattern.Text))
                throw item.Problem($"'{pattern.Text}' is no value for {op?.Name ?? "Null"}");
        }
        if (op is null && values.Count > 1)
            throw node.Problem("Null takes one value");
        return new PolicyCondition(op, set, ifExists, key.ToLowerInvariant(), [.. values.Select(value => value.Pattern)]);
    }
}
