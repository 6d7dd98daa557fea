namespace Longshore.Core.Pages;

/// <summary>
/// Horizontal bars of stacked parts, as inline SVG; the parts differ in pattern of outline and are named above.
/// </summary>
/// <param name="title">For a screen reader.</param>
/// <param name="description">What the plot shows, with its main numbers.</param>
internal sealed class BarChart(string title, string description)
{
    private const int Width = 720;
    private const int Left = 180;
    private const int Right = 90;
    private const int Top = 34;
    private const int BarHeight = 18;
    private const int Pitch = 28;

    private static readonly string[] Colours = ["--a", "--b", "--c", "--bad"];

    /// <summary>Names of the parts.</summary>
    public required IReadOnlyList<string> Parts { get; init; }

    public required IReadOnlyList<Bar> Bars { get; init; }

    public required Func<double, string> Text { get; init; }

    public override string ToString()
    {
        var axis = Axis.UpTo(Bars.Count == 0 ? 1 : Bars.Max(bar => bar.Values.Sum()));
        var svg = new StringBuilder();
        svg.Append(
            $"<svg viewBox=\"0 0 {Width} {Top + (Bars.Count * Pitch) + 8}\" "
            + $"role=\"img\"><title>{HtmlText.Of(title)}</title><desc>{HtmlText.Of(description)}</desc>\n");
        for (var part = 0; part < Parts.Count; part++)
        {
            svg.Append($"<rect x=\"{Left + (part * 130)}\" y=\"10\" width=\"12\" height=\"12\"{Fill(part)}/>")
                .Append($"<text x=\"{Left + 18 + (part * 130)}\" y=\"20\">{HtmlText.Of(Parts[part])}</text>\n");
        }

        for (var index = 0; index < Bars.Count; index++)
        {
            var (bar, y, from) = (Bars[index], Top + (index * Pitch), 0.0);
            svg.Append($"<text x=\"{Left - 8}\" y=\"{y + 13}\" text-anchor=\"end\">{HtmlText.Of(bar.Name)}</text>");
            for (var part = 0; part < bar.Values.Count; part++)
            {
                var (start, end) = (Place(axis, from), Place(axis, from + bar.Values[part]));
                svg.Append(
                    $"<rect x=\"{Axis.Text(start)}\" y=\"{y}\" width=\"{Axis.Text(end - start)}\" "
                    + $"height=\"{BarHeight}\"{Fill(part)}/>");
                from += bar.Values[part];
            }

            svg.Append($"<text x=\"{Axis.Text(Place(axis, from) + 6)}\" y=\"{y + 13}\">{HtmlText.Of(Text(from))}</text>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static double Place(Axis axis, double value) => Left + (axis.Place(value) * (Width - Left - Right));

    private static string Fill(int part) =>
        $" fill=\"var({Colours[part % Colours.Length]})\" fill-opacity=\"{(part % 2 == 0 ? "0.9" : "0.35")}\" "
            + $"stroke=\"var({Colours[part % Colours.Length]})\"";
}

/// <param name="Values">As many as there are parts, none below zero.</param>
internal sealed record Bar(string Name, IReadOnlyList<double> Values);
