using System.Text.Json;
using System.Text.RegularExpressions;

namespace Longshore.Sandbox.Iam;

/// <summary>
/// What the policies of <c>knative/iam</c> leave open. A placeholder is <c>${CAPITALS_AND_UNDERSCORES}</c>; IAM's own
/// variables (<c>${aws:username}</c>) are left to IAM.
/// </summary>
/// <param name="Prefix">Objects live under it; empty is the whole bucket.</param>
/// <param name="StatePrefix">Absolute in the bucket.</param>
/// <param name="BaseArn">Who may assume the roles; null is the user <c>longshore</c> of the account.</param>
internal sealed partial record IamPlaceholders(
    string Bucket, string Account, string ExternalId, string Prefix = "", string StatePrefix = "_longshore/",
    string? BaseArn = null)
{
    /// <summary>Fills a policy in; a placeholder that is not known is refused.</summary>
    public string Substitute(string json, string file) => Placeholder().Replace(json, match => match.Value switch
    {
        "${BUCKET}" => Literal(Bucket),
        "${PREFIX}" => Literal(Prefix),
        "${STATE_PREFIX}" => Literal(StatePrefix),
        "${ACCOUNT}" => Literal(Account),
        "${EXTERNAL_ID}" => Literal(ExternalId),
        "${BASE_ARN}" => Literal(BaseArn ?? $"arn:aws:iam::{Account}:user/longshore"),
        var unknown => throw new PolicyFormatException(
            file, $"line {json.AsSpan(0, match.Index).Count('\n') + 1}", $"has the unknown placeholder {unknown}"),
    });

    /// <summary>IAM would read wildcards and variables in a value; its own escapes make them plain.</summary>
    private static string Literal(string value)
    {
        var escaped = value.Replace("$", "${$}", StringComparison.Ordinal)
            .Replace("*", "${*}", StringComparison.Ordinal).Replace("?", "${?}", StringComparison.Ordinal);
        return JsonEncodedText.Encode(escaped).ToString();
    }

    [GeneratedRegex(@"\$\{[A-Z_]+\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
