using System.Text.RegularExpressions;

namespace Longshore.IntegrationTests.Monitoring;

/// <summary>
/// The names in a PromQL expression: its metrics, and the labels it selects, groups or matches by. promtool judges the rest of
/// the language. Source: Prometheus, "Querying basics" and "Operators".
/// </summary>
internal sealed partial record PromQuery(string Text, IReadOnlySet<string> Metrics, IReadOnlySet<string> Labels)
{
    private static readonly string[] Words = ["sum", "min", "max", "avg", "count", "and", "or", "unless", "bool", "offset"];

    public static PromQuery Parse(string text)
    {
        var (metrics, labels) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (Match match in Part().Matches(Noise().Replace(text, " ")))
        {
            labels.UnionWith(Label().Matches(match.Groups["list"].Value + match.Groups["selector"].Value)
                .Select(label => label.Value));
            var name = match.Groups["name"].Value;
            if (name.Length > 0 && !match.Groups["call"].Success && !Words.Contains(name))
                metrics.Add(name);
        }

        return new(text, metrics, labels);
    }

    /// <summary>What stands in quotes or brackets, numbers, and how far to look back.</summary>
    [GeneratedRegex(@"""(?:[^""\\]|\\.)*""|\[[^\]]*\]|(?<![\w:])[0-9][\w.]*|\boffset\s+\w+")]
    private static partial Regex Noise();

    [GeneratedRegex(
        @"\b(?:by|on|without|ignoring|group_left|group_right)\s*\((?<list>[^)]*)\)"
            + @"|(?<name>[a-zA-Z_:][\w:]*)(?:(?<call>\s*\()|\s*\{(?<selector>[^}]*)\})?")]
    private static partial Regex Part();

    [GeneratedRegex(@"[a-zA-Z_]\w*")]
    private static partial Regex Label();
}
