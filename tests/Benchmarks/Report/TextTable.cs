using System.Globalization;
using System.Text;

namespace Longshore.Benchmarks.Report;

/// <summary>A workload's runs for a terminal.</summary>
internal static class TextTable
{
    public static string Of(string workload, IReadOnlyList<Series> series)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{workload}\n");
        foreach (var one in series)
        {
            var walls = one.Samples.Select(static sample => sample.Wall).ToArray();
            text.Append(CultureInfo.InvariantCulture,
                $"  {one.Client,-22} wall {walls.Median(),8:F3} s ({walls.Min():F3} to {walls.Max():F3})");
            text.Append(CultureInfo.InvariantCulture, $"  CPU {one.Samples.Select(static sample => sample.Cpu).Median(),7:F3} s");
            text.Append(CultureInfo.InvariantCulture, $"  memory {one.Samples.Max(static sample => sample.Peak) / 1e6,6:F0} MB");
            if (one != series[0])
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"  {series[0].Client}/this: wall {Statistics.Ratio(series[0], one, static sample => sample.Wall):F2}");
                text.Append(CultureInfo.InvariantCulture,
                    $" CPU {Statistics.Ratio(series[0], one, static sample => sample.Cpu):F2}");
            }

            text.Append("\n    ").AppendJoin(", ", one.Samples[^1].Requests.Select(static pair => $"{pair.Key} {pair.Value}"))
                .Append('\n');
        }

        return text.ToString();
    }
}
