using System.Text;

namespace Longshore.Benchmarks.Report;

/// <summary>Writes the generated part of docs/performance.md, between its two markers, and the plot beside it.</summary>
internal static class Page
{
    private const string Begin = "<!-- results: written by make bench -->";
    private const string End = "<!-- end of results -->";
    private static readonly string[] Plotted = ["W1", "W1-20ms", "W2", "W3", "W4", "W5", "W6"];

    /// <exception cref="InvalidOperationException">The page has no markers.</exception>
    public static void Write(string root, Results results)
    {
        var page = Path.Combine(root, "docs", "performance.md");
        var text = File.ReadAllText(page);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin)
            throw new InvalidOperationException($"{page} lacks the markers '{Begin}' and '{End}'.");
        File.WriteAllText(page, text[..(begin + Begin.Length)] + "\n" + Generated(results) + text[end..]);
        var panels = Known(results).Where(static run => Plotted.Contains(run.Run.Workload))
            .Select(static run => ($"{run.Run.Workload}: {run.Title}", run.Run.Series)).ToArray();
        if (panels.Length > 0)
            File.WriteAllText(Path.Combine(root, "docs", "performance", "shipping.svg"), Plot.Of(panels));
    }

    private static string Generated(Results results)
    {
        var text =
            new StringBuilder("\n### Goals\n\n| workload | what | goal | measured | met |\n| --- | --- | --- | --- | --- |\n");
        foreach (var goal in Goal.All)
            text.Append(goal.Row(results)).Append('\n');
        text.Append("\n### Plot\n\n![Wall time and CPU of Longshore and its peers](performance/shipping.svg)\n\n### Tables\n");
        foreach (var (title, run) in Known(results))
            text.Append('\n').Append(MarkdownTable.Of(title, run));
        text.Append("\n### Where and with what\n\n");
        foreach (var one in Known(results)
            .Select(static run =>
            $"{run.Run.Machine}; "
            + $"{string.Join(", ", run.Run.Versions.Select(static version => $"{version.Key}: {version.Value}"))}").Distinct())
            text.Append("- ").Append(one).Append(".\n");
        return text.Append('\n').ToString();
    }

    private static IEnumerable<(string Title, Measured Run)> Known(Results results) =>
        from one in Titles.All
        where results.Workloads.ContainsKey(one.Workload)
        select (one.Title, results.Workloads[one.Workload]);
}
