using System.Text.RegularExpressions;

namespace Longshore.Sandbox.Iam;

/// <summary>Amazon Resource Names: <c>arn:partition:service:region:account:resource</c>.</summary>
internal static partial class Arn
{
    /// <summary>An ARN that may hold wildcards and variables, or <c>*</c>.</summary>
    public static bool IsPattern(string text) => text == "*" || Problem(text) is null;

    /// <summary>What is wrong with the ARN of a Resource; null if nothing is.</summary>
    public static string? Problem(string text)
    {
        if (text == "*")
            return null;
        var parts = text.Split(':', 6);
        if (parts.Length < 6 || parts[0] != "arn")
            return "is not an ARN (arn:partition:service:region:account:resource)";
        if (parts[1] is not ("aws" or "aws-cn" or "aws-us-gov" or "*"))
            return $"has the unknown partition '{parts[1]}'";
        if (parts[2] is not ("s3" or "iam" or "sts" or "kms" or "*"))
            return $"has the unknown service '{parts[2]}'";
        if (parts[2] == "s3" && (parts[3].Length > 0 || parts[4].Length > 0))
            return "is an S3 ARN with a region or account; those fields stay empty";
        if (parts[2] is "iam" or "sts" && (parts[3].Length > 0 || !AccountPattern().IsMatch(parts[4])))
            return "needs an empty region and an account of 12 digits";
        return parts[5].Length == 0 ? "names no resource" : null;
    }

    /// <summary>A principal of a trust policy: an account, the account's root, a user, a role or a role session.</summary>
    public static string? PrincipalProblem(string text)
    {
        if (text == "*" || AccountPattern().IsMatch(text) && text.Length == 12)
            return null;
        return PrincipalPattern().IsMatch(text)
            ? null : "is no principal ARN of an account root, user, role or assumed-role (wildcards do not work there)";
    }

    [GeneratedRegex("^([0-9]{12}|\\*)$", RegexOptions.CultureInvariant)]
    private static partial Regex AccountPattern();

    [GeneratedRegex("^arn:aws[a-z-]*:(iam::[0-9]{12}:(root|(user|role)/[^*?]+)|sts::[0-9]{12}:assumed-role/[^*?/]+/[^*?/]+)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex PrincipalPattern();
}
