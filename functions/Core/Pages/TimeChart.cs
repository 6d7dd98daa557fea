namespace Longshore.Core.Pages;

/// <summary>
/// Columns or a line over time, as inline SVG that can be read on a phone: on a narrow screen its text grows with the sheet of
/// <see cref="HtmlPage"/>, and what is marked as fine goes.
/// </summary>
/// <param name="title">For a screen reader.</param>
/// <param name="description">What the plot shows, with its main numbers.</param>
internal sealed class TimeChart(string title, string description)
{
    private const int Width = 720;
    private const int Height = 280;
    private const int Left = 100;
    private const int Right = 20;
    private const int Top = 20;
    private const int Bottom = 44;

    public required DateTimeOffset From { get; init; }

    /// <summary>Over <see cref="From"/>.</summary>
    public required DateTimeOffset To { get; init; }

    public required Func<double, string> Text { get; init; }

    /// <summary>What a moment is called; null gives its day, and its hour where that says more.</summary>
    public Func<DateTimeOffset, string>? TimeText { get; init; }

    /// <summary>Beginning and value of each column, none below zero.</summary>
    public IReadOnlyList<(DateTimeOffset At, double Value)> Columns { get; init; } = [];

    /// <summary>Length of a column.</summary>
    public TimeSpan Step { get; init; } = TimeSpan.FromHours(1);

    /// <summary>By ascending time; drawn as a line with the area beneath it.</summary>
    public IReadOnlyList<(DateTimeOffset At, double Value)> Line { get; init; } = [];

    /// <summary>A level and its name, dashed; null is none.</summary>
    public (double Value, string Name)? Limit { get; init; }

    public override string ToString()
    {
        var values = Columns.Concat(Line).Select(point => point.Value).Append(Limit?.Value ?? 0);
        var axis = Axis.UpTo(values.Max());
        var svg = new StringBuilder();
        svg.Append(
            $"<svg class=\"time\" viewBox=\"0 0 {Width} {Height}\" "
            + $"role=\"img\"><title>{HtmlText.Of(title)}</title><desc>{HtmlText.Of(description)}</desc>\n");
        foreach (var (index, tick) in axis.Ticks().Index())
        {
            var fine = index % 2 == 1 ? " fine" : "";
            svg.Append(
                $"<line class=\"axis\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{AtY(axis, tick)}\" y2=\"{AtY(axis, tick)}\"/>")
                .Append($"<text class=\"soft{fine}\" x=\"{Left - 8}\" y=\"{AtY(axis, tick)}\" text-anchor=\"end\" "
                    + $"dominant-baseline=\"middle\">{HtmlText.Of(Text(tick))}</text>\n");
        }

        foreach (var (at, value) in Columns.Where(column => column.Value > 0))
        {
            var (start, end) = (X(at), X(at + Step));
            var y = Y(axis, value);
            svg.Append(
                $"<rect x=\"{Axis.Text(start + 0.5)}\" y=\"{Axis.Text(y)}\" "
                + $"width=\"{Axis.Text(Math.Max(1.5, end - start - 1))}\" "
                + $"height=\"{Axis.Text(Math.Max(1, Height - Bottom - y))}\" fill=\"var(--a)\"/>\n");
        }

        if (Line.Count > 0)
        {
            var points = string.Join(' ', Line.Select(point => $"{Axis.Text(X(point.At))},{AtY(axis, point.Value)}"));
            svg.Append(
                $"<polygon points=\"{Axis.Text(X(Line[0].At))},{Height - Bottom} {points} "
                + $"{Axis.Text(X(Line[^1].At))},{Height - Bottom}\" fill=\"var(--a)\" fill-opacity=\"0.15\"/>\n")
                .Append($"<polyline points=\"{points}\" fill=\"none\" stroke=\"var(--a)\" stroke-width=\"2.5\"/>\n")
                .Append($"<circle cx=\"{Axis.Text(X(Line[^1].At))}\" cy=\"{AtY(axis, Line[^1].Value)}\" r=\"4\" "
                    + "fill=\"var(--a)\"/>\n");
        }

        if (Limit is { } limit)
        {
            svg.Append(
                $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{AtY(axis, limit.Value)}\" y2=\"{AtY(axis, limit.Value)}\" "
                + "stroke=\"var(--bad)\" stroke-width=\"2\" stroke-dasharray=\"8 5\"/>")
                .Append($"<text x=\"{Left + 8}\" "
                    + $"y=\"{Axis.Text(Math.Max(Top - 4, Y(axis, limit.Value) - 6))}\">{HtmlText.Of(limit.Name)}</text>\n");
        }

        Times(svg);
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>The beginning, the middle where there is room, and the end.</summary>
    private void Times(StringBuilder svg)
    {
        (double Part, string Anchor, string Class)[] marks =
            [(0, "start", "soft"), (0.5, "middle", "soft fine"), (1, "end", "soft")];
        foreach (var (part, anchor, style) in marks)
        {
            var moment = (TimeText ?? Day)(From + ((To - From) * part));
            svg.Append(
                $"<text class=\"{style}\" x=\"{Axis.Text(Left + (part * (Width - Left - Right)))}\" y=\"{Height - 14}\" "
                + $"text-anchor=\"{anchor}\">{HtmlText.Of(moment)}</text>\n");
        }
    }

    private string Day(DateTimeOffset at) =>
        at.UtcDateTime.ToString(To - From > TimeSpan.FromDays(2) ? "MMM d" : "MMM d HH:mm", CultureInfo.InvariantCulture);

    private double X(DateTimeOffset at) => Left + (Math.Clamp((at - From) / (To - From), 0, 1) * (Width - Left - Right));

    private static double Y(Axis axis, double value) => Top + ((1 - axis.Place(value)) * (Height - Top - Bottom));

    private static string AtY(Axis axis, double value) => Axis.Text(Y(axis, value));
}
