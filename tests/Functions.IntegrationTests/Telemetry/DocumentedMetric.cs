using System.Text.RegularExpressions;
using Longshore.Sandbox.Demo;

namespace Longshore.IntegrationTests.Telemetry;

/// <summary>A row of the table in docs/telemetry.md.</summary>
internal sealed partial record DocumentedMetric(string Name, string Kind, string Unit, IReadOnlyList<string> Attributes)
{
    public static IReadOnlyList<DocumentedMetric> All =>
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "docs", "telemetry.md"))
            .SkipWhile(line => line != "## Metrics").SkipWhile(line => !line.StartsWith("| `", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => new DocumentedMetric(cells[0].Trim('`'), cells[1], cells[2].Trim('`'),
                [.. Quoted().Matches(cells[3]).Select(match => match.Groups[1].Value)])),
    ];

    public override string ToString() => $"{Name} {Kind} {Unit} [{string.Join(", ", Attributes.Order(StringComparer.Ordinal))}]";

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
