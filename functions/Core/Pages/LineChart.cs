namespace Longshore.Core.Pages;

/// <summary>Lines over an axis, as inline SVG; told apart by dash and by a name at the line's end, not by colour alone.</summary>
/// <param name="title">For a screen reader.</param>
/// <param name="description">What the plot shows, with its main numbers.</param>
internal sealed class LineChart(string title, string description)
{
    private const int Width = 720;
    private const int Height = 320;
    private const int Left = 76;
    private const int Right = 150;
    private const int Top = 16;
    private const int Bottom = 44;
    private const int LabelHeight = 14;

    private static readonly string[] Colours = ["--a", "--b", "--c", "--d", "--e", "--g", "--f"];
    private static readonly string[] Dashes = ["", "6 3", "2 3", "10 3 2 3", "1 2", "8 2 2 2 2 2", "4 4"];

    public required Axis X { get; init; }

    public required Axis Y { get; init; }

    public required string XTitle { get; init; }

    public required string YTitle { get; init; }

    public required Func<double, string> XText { get; init; }

    public required Func<double, string> YText { get; init; }

    public required IReadOnlyList<Line> Lines { get; init; }

    public override string ToString()
    {
        var svg = new StringBuilder();
        svg.Append(
            $"<svg viewBox=\"0 0 {Width} {Height}\" "
            + $"role=\"img\"><title>{HtmlText.Of(title)}</title><desc>{HtmlText.Of(description)}</desc>\n");
        foreach (var tick in Y.Ticks())
        {
            svg.Append($"<line class=\"axis\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{AtY(tick)}\" y2=\"{AtY(tick)}\"/>")
                .Append($"<text class=\"soft\" x=\"{Left - 6}\" y=\"{AtY(tick)}\" text-anchor=\"end\" "
                    + $"dominant-baseline=\"middle\">{HtmlText.Of(YText(tick))}</text>\n");
        }

        foreach (var tick in X.Ticks())
        {
            svg.Append(
                $"<line class=\"axis\" x1=\"{AtX(tick)}\" x2=\"{AtX(tick)}\" y1=\"{Height - Bottom}\" "
                + $"y2=\"{Height - Bottom + 4}\"/>")
                .Append($"<text class=\"soft\" x=\"{AtX(tick)}\" y=\"{Height - Bottom + 16}\" "
                    + $"text-anchor=\"middle\">{HtmlText.Of(XText(tick))}</text>\n");
        }

        svg.Append(
            $"<text class=\"soft\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 8}\" "
            + $"text-anchor=\"middle\">{HtmlText.Of(XTitle)}</text>\n")
            .Append($"<text class=\"soft\" transform=\"translate(14 {(Top + Height - Bottom) / 2}) rotate(-90)\" "
                + $"text-anchor=\"middle\">{HtmlText.Of(YTitle)}</text>\n");
        Draw(svg);
        return svg.Append("</svg>\n").ToString();
    }

    private void Draw(StringBuilder svg)
    {
        var ends = new List<(double Y, string Name, string Colour)>();
        for (var index = 0; index < Lines.Count; index++)
        {
            var (line, colour) = (Lines[index], Colours[index % Colours.Length]);
            if (line.Points.Count == 0)
                continue;
            var points = string.Join(' ', line.Points.Select(point => $"{AtX(point.X)},{AtY(point.Y)}"));
            var dash = Dashes[index % Dashes.Length] is { Length: > 0 } pattern ? $" stroke-dasharray=\"{pattern}\"" : "";
            svg.Append($"<polyline points=\"{points}\" fill=\"none\" stroke=\"var({colour})\" stroke-width=\"2\"{dash}/>\n");
            ends.Add((Top + ((1 - Y.Place(line.Points[^1].Y)) * (Height - Top - Bottom)), line.Name, $"at{colour}"));
        }

        // Names that would lie on each other move apart, upwards where the plot ends.
        var free = (double)Top;
        var labels = ends.OrderBy(end => end.Y).ToArray();
        for (var index = 0; index < labels.Length; index++)
        {
            var y = Math.Max(free, Math.Min(labels[index].Y, Height - Bottom - ((labels.Length - 1 - index) * LabelHeight)));
            svg.Append(
                $"<text x=\"{Width - Right + 6}\" y=\"{Axis.Text(y)}\" dominant-baseline=\"middle\" "
                + $"class=\"{labels[index].Colour}\">{HtmlText.Of(labels[index].Name)}</text>\n");
            free = y + LabelHeight;
        }
    }

    private string AtX(double value) => Axis.Text(Left + (X.Place(value) * (Width - Left - Right)));

    private string AtY(double value) => Axis.Text(Top + ((1 - Y.Place(value)) * (Height - Top - Bottom)));
}

/// <param name="Name">Short: it stands at the line's end.</param>
/// <param name="Points">By ascending X.</param>
public sealed record Line(string Name, IReadOnlyList<(double X, double Y)> Points);
