namespace Longshore.Sandbox.Iam;

/// <summary>What a set of policies says; the zero is what IAM does when nothing is said.</summary>
internal enum PolicyVerdict
{
    ImplicitDeny,
    Allow,
    ExplicitDeny,
}

/// <summary>
/// IAM's evaluation within one account ("Policy evaluation logic"): an explicit Deny anywhere wins; otherwise the
/// identity policies must allow, and the session policy too if there is one.
/// </summary>
internal static class PolicyEvaluator
{
    /// <summary>Null if allowed; otherwise a sentence as AWS words it, with the policy that was missing.</summary>
    public static string? Refusal(Principal caller, AccessRequest request)
    {
        var identity = Decide(caller.Policies, request);
        var session = caller.SessionPolicy is null ? PolicyVerdict.Allow : Decide([caller.SessionPolicy], request);
        if (identity == PolicyVerdict.Allow && session == PolicyVerdict.Allow)
            return null;
        var reason = (identity, session) switch
        {
            (PolicyVerdict.ExplicitDeny, _) => "with an explicit deny in an identity-based policy",
            (_, PolicyVerdict.ExplicitDeny) => "with an explicit deny in a session policy",
            (PolicyVerdict.Allow, _) => $"because no session policy allows the {request.Action} action",
            _ => $"because no identity-based policy allows the {request.Action} action",
        };
        return $"User: {caller.Arn} is not authorized to perform: {request.Action} on resource: \"{request.Resource}\" {reason}";
    }

    public static PolicyVerdict Decide(IReadOnlyList<PolicyDocument> policies, AccessRequest request)
    {
        var verdict = PolicyVerdict.ImplicitDeny;
        foreach (var policy in policies)
        {
            foreach (var statement in policy.Statements)
            {
                if (!Applies(statement, request))
                    continue;
                if (!statement.Allows)
                    return PolicyVerdict.ExplicitDeny;
                verdict = PolicyVerdict.Allow;
            }
        }
        return verdict;
    }

    /// <summary>A role's trust policy: the same, for the statements whose Principal means the caller.</summary>
    public static PolicyVerdict DecideTrust(PolicyDocument trust, Principal caller, AccessRequest request) =>
        Decide([trust with { Statements = [.. trust.Statements.Where(s => s.Principals.Any(p => Means(p, caller)))] }], request);

    private static bool Means(string principal, Principal caller) =>
        principal == "*"
        || principal == caller.Account
        || principal == caller.Arn
        || principal == caller.RoleArn
        || principal == $"arn:aws:iam::{caller.Account}:root";

    private static bool Applies(PolicyStatement statement, AccessRequest request) =>
        Any(statement.Actions, request.Action, request, ignoreCase: true) != statement.NotActions
        && Any(statement.Resources, request.Resource, request, ignoreCase: false) != statement.NotResources
        && Holds(statement.Conditions, request);

    private static bool Any(IReadOnlyList<PolicyPattern> patterns, string value, AccessRequest request, bool ignoreCase)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Matches(value, request.Values, ignoreCase))
                return true;
        }
        return false;
    }

    private static bool Holds(IReadOnlyList<PolicyCondition> conditions, AccessRequest request)
    {
        foreach (var condition in conditions)
        {
            if (!condition.Holds(request))
                return false;
        }
        return true;
    }
}
