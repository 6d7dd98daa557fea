using System.Text.RegularExpressions;

namespace Longshore.Sandbox.Iam;

/// <summary>Reads one statement of a policy; see <see cref="PolicyParser"/>.</summary>
internal static partial class StatementParser
{
    public static PolicyStatement Read(PolicyNode node, PolicyKind kind)
    {
        if (kind == PolicyKind.Trust)
            node.AllowOnly("Sid", "Effect", "Principal", "Action", "Condition");
        else
            node.AllowOnly("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition");
        var (actions, notActions) = OneOf(node, "Action", "NotAction", KnownActions.Problem);
        var (resources, notResources) = kind == PolicyKind.Trust
            ? ([PolicyPattern.TryParse("*")!], false)
            : OneOf(node, "Resource", "NotResource", pattern => Arn.Problem(pattern.Text));
        return new PolicyStatement(
            Sid(node), Effect(node.Require("Effect")), actions, notActions, resources, notResources,
            kind == PolicyKind.Trust ? Principals(node.Require("Principal")) : [],
            node.Optional("Condition") is { } condition ? ConditionParser.Read(condition) : []);
    }

    private static string Sid(PolicyNode node)
    {
        if (node.Optional("Sid") is not { } sid)
            return "";
        return SidPattern().IsMatch(sid.Text())
            ? sid.Text() : throw sid.Problem($"'{sid.Text()}' may hold letters and digits only");
    }

    private static bool Effect(PolicyNode node) => node.Text() switch
    {
        "Allow" => true,
        "Deny" => false,
        var other => throw node.Problem($"'{other}' is neither Allow nor Deny"),
    };

    private static (IReadOnlyList<PolicyPattern> Patterns, bool Negated) OneOf(
        PolicyNode node, string name, string negated, Func<PolicyPattern, string?> problem)
    {
        var (plain, opposite) = (node.Optional(name), node.Optional(negated));
        if (plain.HasValue == opposite.HasValue)
            throw node.Problem($"needs one of {name} and {negated}, and not both");
        var list = plain ?? opposite!.Value;
        var patterns = new List<PolicyPattern>();
        foreach (var item in list.OneOrMany())
        {
            var pattern = item.Pattern(item.Text());
            if (problem(pattern) is { } wrong)
                throw item.Problem($"'{item.Text()}' {wrong}");
            patterns.Add(pattern);
        }
        return patterns.Count == 0 ? throw list.Problem("is empty") : (patterns, opposite.HasValue);
    }

    private static List<string> Principals(PolicyNode node)
    {
        if (node.Element.ValueKind == System.Text.Json.JsonValueKind.String)
            return node.Text() == "*" ? ["*"] : throw node.Problem("must be \"*\" or an object");
        node.AllowOnly("AWS", "Service", "Federated");
        if (node.Optional("AWS") is not { } aws)
            return [];
        foreach (var item in aws.OneOrMany())
        {
            if (Arn.PrincipalProblem(item.Text()) is { } wrong)
                throw item.Problem($"'{item.Text()}' {wrong}");
        }
        return [.. aws.OneOrMany().Select(item => item.Text())];
    }

    [GeneratedRegex("^[A-Za-z0-9]*$", RegexOptions.CultureInvariant)]
    private static partial Regex SidPattern();
}
