namespace Longshore.Core.Pages;

/// <summary>Horizontal bars of stacked parts, as inline SVG. The names of the parts are above the bars.</summary>
internal sealed class BarChart(string title, string description)
{
    private const int Left = 180;
    private const int Right = 90;
    private const int Top = 34;
    private const int BarHeight = 18;
    private const int Pitch = 28;

    private static readonly string[] Colours = ["--a", "--b", "--c"];

    /// <summary>Names of the parts.</summary>
    public required IReadOnlyList<string> Parts { get; init; }
    public required IReadOnlyList<Bar> Bars { get; init; }
    public required Func<double, string> Text { get; init; }

    public override string ToString()
    {
        var axis = Axis.UpTo(Bars.Count == 0 ? 1 : Bars.Max(bar => bar.Values.Sum()));
        var svg = Svg.Begin(Top + (Bars.Count * Pitch) + 8, title, description);
        for (var part = 0; part < Parts.Count; part++)
        {
            svg.Append(Svg.Rectangle(Left + (part * 130), 10, 12, 12, Fill(part)))
                .Append(Svg.Text(Left + 18 + (part * 130), 20, Parts[part]));
        }

        for (var index = 0; index < Bars.Count; index++)
        {
            var (bar, y, from) = (Bars[index], Top + (index * Pitch), 0.0);
            svg.Append(Svg.Text(Left - 8, y + 13, bar.Name, " text-anchor=\"end\""));
            for (var part = 0; part < bar.Values.Count; part++)
            {
                var (start, end) = (Place(axis, from), Place(axis, from + bar.Values[part]));
                svg.Append(Svg.Rectangle(start, y, end - start, BarHeight, Fill(part)));
                from += bar.Values[part];
            }

            svg.Append(Svg.Text(Place(axis, from) + 6, y + 13, Text(from)));
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static double Place(Axis axis, double value) => Left + (axis.Place(value) * (Svg.Width - Left - Right));

    private static string Fill(int part)
    {
        var colour = Colours[part % Colours.Length];
        return $" fill=\"var({colour})\" fill-opacity=\"{(part % 2 == 0 ? "0.9" : "0.35")}\" stroke=\"var({colour})\"";
    }
}

/// <param name="Values">As many as there are parts, none below zero.</param>
internal sealed record Bar(string Name, IReadOnlyList<double> Values);
