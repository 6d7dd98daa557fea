namespace Longshore.Sandbox.Iam;

/// <summary>How an operator deals with a key that has several values.</summary>
internal enum ConditionSet
{
    /// <summary>The key has one value, or any of its values will do.</summary>
    Single,
    ForAnyValue,
    ForAllValues,
}

/// <summary>One key of one operator of a Condition element.</summary>
/// <param name="Operator">Null for the <c>Null</c> operator, whose value says whether the key must be absent.</param>
/// <param name="IfExists">An absent key satisfies the condition.</param>
/// <param name="Key">Lower case.</param>
internal sealed record PolicyCondition(
    ConditionOperator? Operator, ConditionSet Set, bool IfExists, string Key, IReadOnlyList<PolicyPattern> Values)
{
    public bool Holds(AccessRequest request)
    {
        var actual = request.Values(Key);
        if (Operator is null)
            return Values.Any(value => value.Text == "true") == (actual is null or []);
        if (actual is null or [])
            return IfExists || Set == ConditionSet.ForAllValues || (Operator.Negated && Set == ConditionSet.Single);
        return Set == ConditionSet.ForAllValues
            ? actual.All(value => Meets(value, request))
            : actual.Any(value => Meets(value, request));
    }

    private bool Meets(string value, AccessRequest request) =>
        Values.Any(policy => Operator!.Matches(value, policy, request.Values)) != Operator!.Negated;
}
