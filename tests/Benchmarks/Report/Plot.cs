using System.Globalization;
using System.Text;

namespace Longshore.Benchmarks.Report;

/// <summary>
/// Bars of wall time and CPU for the shipping workloads: a panel each, with a scale of its own. Lines span the fastest and
/// slowest run.
/// </summary>
internal static class Plot
{
    private const int Width = 760;
    private const int Left = 130;
    private const int Right = 70;
    private const int Row = 15;
    private const int Gap = 7;
    private const int Heading = 34;

    /// <summary>Readable on light and dark pages; no script, no font, nothing fetched.</summary>
    private const string Style = """
        <style>
        text { font: 12px sans-serif; fill: #1f2328; } .title { font-weight: bold; } .note { fill: #59636e; }
        .wall { fill: #2f6fb0; } .cpu { fill: #c9772b; } .us { font-weight: bold; } line { stroke: #1f2328; stroke-width: 1.2; }
        @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3; } .note { fill: #9198a1; } .wall { fill: #6cb0f5; } .cpu { fill: #e8a05c; }
          line { stroke: #e6edf3; }
        }
        </style>
        """;

    public static string Of(IReadOnlyList<(string Title, List<Series> Series)> panels)
    {
        var body = new StringBuilder();
        var y = 24;
        body.Append(CultureInfo.InvariantCulture,
            $"<rect class=\"wall\" x=\"{Left}\" y=\"8\" width=\"10\" height=\"10\"/><text x=\"{Left + 15}\" "
            + $"y=\"17\">wall, s</text>");
        body.Append(CultureInfo.InvariantCulture,
            $"<rect class=\"cpu\" x=\"{Left + 80}\" y=\"8\" width=\"10\" height=\"10\"/><text x=\"{Left + 95}\" y=\"17\">CPU "
            + $"of the client, s</text>");
        body.Append(CultureInfo.InvariantCulture,
            $"<text class=\"note\" x=\"{Left + 230}\" y=\"17\">medians; lines from fastest to slowest; shorter is "
            + $"better</text>\n");
        foreach (var (title, series) in panels)
            y = Panel(body, title, series, y);
        return $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {y + 10}\" width=\"{Width}\" "
            + $"height=\"{y + 10}\" role=\"img\" aria-label=\"Wall time and CPU of Longshore and its "
            + $"peers\">\n{Style}\n{body}</svg>\n";
    }

    private static int Panel(StringBuilder body, string title, List<Series> series, int top)
    {
        var most = series.SelectMany(static one => one.Samples).Max(static sample => Math.Max(sample.Wall, sample.Cpu));
        var scale = (Width - Left - Right) / most;
        body.Append(CultureInfo.InvariantCulture, $"<text class=\"title\" x=\"{Left}\" y=\"{top + 23}\">{title}</text>\n");
        var y = top + Heading;
        foreach (var one in series)
        {
            var us = one == series[0] ? " class=\"us\"" : "";
            body.Append(CultureInfo.InvariantCulture,
                $"<text{us} x=\"{Left - 8}\" y=\"{y + Row + 4}\" text-anchor=\"end\">{one.Client}</text>\n");
            Bar(body, "wall", one.Samples.Select(Goal.Wall), y, scale);
            Bar(body, "cpu", one.Samples.Select(Goal.Cpu), y + Row, scale);
            y += (2 * Row) + Gap;
        }

        return y;
    }

    private static void Bar(StringBuilder body, string kind, IEnumerable<double> samples, int y, double scale)
    {
        var values = samples.Order().ToArray();
        var median = values.Median();
        var middle = y + 6.5;
        body.Append(CultureInfo.InvariantCulture,
            $"<rect class=\"{kind}\" x=\"{Left}\" y=\"{y}\" width=\"{median * scale:F1}\" height=\"13\"/>");
        body.Append(CultureInfo.InvariantCulture,
            $"<line x1=\"{Left + (values[0] * scale):F1}\" y1=\"{middle}\" x2=\"{Left + (values[^1] * scale):F1}\" "
            + $"y2=\"{middle}\"/>");
        body.Append(CultureInfo.InvariantCulture,
            $"<text x=\"{Left + (values[^1] * scale) + 6:F1}\" y=\"{y + 11}\">{median:F2}</text>\n");
    }
}
