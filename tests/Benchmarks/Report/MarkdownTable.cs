using System.Globalization;
using System.Text;

namespace Longshore.Benchmarks.Report;

/// <summary>A workload's runs for the page.</summary>
internal static class MarkdownTable
{
    private const string Head = """
        | client | wall, s | CPU, s | memory, MB | requests | wall and CPU of the first row to it |
        | --- | --- | --- | --- | --- | --- |
        """;

    public static string Of(string title, Measured run)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"#### {run.Workload}: {title}\n\n{Head}\n");
        foreach (var one in run.Series)
        {
            var requests = string.Join(", ",
                one.Samples[^1].Requests.Select(
                static pair => $"{pair.Value.ToString("N0", CultureInfo.InvariantCulture)} {pair.Key}"));
            text.Append(CultureInfo.InvariantCulture,
                $"| {one.Client} | {Spread(one, Goal.Wall)} | {Spread(one, Goal.Cpu)} | {Memory(one)} | {requests} | "
                + $"{Ratios(run.Series[0], one)} |\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"\n{run.Series[0].Samples.Count} rounds, {run.Date}.\n").ToString();
    }

    private static string Spread(Series one, Func<Sample, double> of)
    {
        var values = one.Samples.Select(of).ToArray();
        return values.Max() == 0
            ? "" : string.Create(CultureInfo.InvariantCulture, $"{values.Median():F3} ({values.Min():F3} to {values.Max():F3})");
    }

    private static string Memory(Series one) => one.Samples.Max(static sample => sample.Peak) is var most and > 0
        ? (most / 1e6).ToString("F0", CultureInfo.InvariantCulture)
        : "";

    private static string Ratios(Series first, Series one) => one == first
        ? ""
        : string.Join(", ", new[] { Statistics.Ratio(first, one, Goal.Wall), Statistics.Ratio(first, one, Goal.Cpu) }
            .Where(static ratio => ratio > 0).Select(static ratio => ratio!.Value.ToString("F2", CultureInfo.InvariantCulture)));
}
