using System.Text.Json;

namespace Longshore.Sandbox.Iam;

/// <summary>
/// Reads IAM's policy grammar ("Grammar of the IAM JSON policy language"). Whatever is not understood is refused with
/// file and place, never ignored: elements, versions, effects, actions, ARNs, operators, keys, variables, duplicates.
/// </summary>
internal static class PolicyParser
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    public static PolicyDocument Parse(string json, string file, PolicyKind kind)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            return new PolicyDocument(file, Read(new PolicyNode(file, "", document.RootElement), kind));
        }
        catch (JsonException invalid)
        {
            throw new PolicyFormatException(file, $"line {invalid.LineNumber + 1}", "is no JSON: " + invalid.Message);
        }
    }

    private static List<PolicyStatement> Read(PolicyNode root, PolicyKind kind)
    {
        root.AllowOnly("Version", "Id", "Statement");
        var version = root.Require("Version");
        if (version.Text() != "2012-10-17")
            throw version.Problem($"'{version.Text()}' is not supported; only 2012-10-17 is");
        var statements = root.Require("Statement").OneOrMany().Select(node => StatementParser.Read(node, kind)).ToList();
        if (statements.Count == 0)
            throw root.Require("Statement").Problem("is empty");
        var sids = new HashSet<string>(StringComparer.Ordinal);
        if (statements.Find(statement => statement.Sid.Length > 0 && !sids.Add(statement.Sid)) is { } twice)
            throw root.Require("Statement").Problem($"has the Sid '{twice.Sid}' twice");
        return statements;
    }
}
