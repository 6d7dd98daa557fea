namespace Longshore.Core.Pages;

/// <summary>
/// Columns or a line over time, as inline SVG. On a narrow screen the style sheet makes the text larger and hides the text of the
/// class <c>fine</c>.
/// </summary>
internal sealed class TimeChart(string title, string description)
{
    private const int Height = 280;
    private const int Left = 100;
    private const int Right = 20;
    private const int Top = 20;
    private const int Bottom = 44;

    public required DateTimeOffset From { get; init; }

    /// <summary>Later than <see cref="From"/>.</summary>
    public required DateTimeOffset To { get; init; }
    public required Func<double, string> Text { get; init; }

    /// <summary>Text of a moment on the time axis; null for dates.</summary>
    public Func<DateTimeOffset, string>? TimeText { get; init; }

    /// <summary>Beginning and value of each column, none below zero.</summary>
    public IReadOnlyList<(DateTimeOffset At, double Value)> Columns { get; init; } = [];

    /// <summary>Length of a column.</summary>
    public TimeSpan Step { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Points by ascending time; drawn as a line with the area beneath it.</summary>
    public IReadOnlyList<(DateTimeOffset At, double Value)> Line { get; init; } = [];

    /// <summary>A level and its name, drawn as a dashed line; null for none.</summary>
    public (double Value, string Name)? Limit { get; init; }

    public override string ToString()
    {
        var axis = Axis.UpTo(Columns.Concat(Line).Select(point => point.Value).Append(Limit?.Value ?? 0).Max());
        var svg = Svg.Begin(Height, title, description, " class=\"time\"");
        foreach (var (index, tick) in axis.Ticks().Index())
        {
            svg.Append(Level(Y(tick), " class=\"axis\"")).Append(Svg.Text(Left - 8, Y(tick), Text(tick),
                $" class=\"soft{(index % 2 == 1 ? " fine" : "")}\" text-anchor=\"end\" dominant-baseline=\"middle\""));
        }

        foreach (var (at, value) in Columns.Where(column => column.Value > 0))
        {
            svg.Append(Svg.Rectangle(X(at) + 0.5, Y(value), Math.Max(1.5, X(at + Step) - X(at) - 1),
                Math.Max(1, Height - Bottom - Y(value)), " fill=\"var(--a)\""));
        }

        if (Line.Count > 0)
        {
            var (first, last) = (Line[0], Line[^1]);
            var points = string.Join(' ', Line.Select(point => $"{Svg.Number(X(point.At))},{Svg.Number(Y(point.Value))}"));
            var (start, end) = (Svg.Number(X(first.At)), Svg.Number(X(last.At)));
            svg.Append($"<polygon points=\"{start},{Height - Bottom} {points} {end},{Height - Bottom}\" ")
                .Append("fill=\"var(--a)\" fill-opacity=\"0.15\"/>\n")
                .Append($"<polyline points=\"{points}\" fill=\"none\" stroke=\"var(--a)\" stroke-width=\"2.5\"/>\n")
                .Append($"<circle cx=\"{end}\" cy=\"{Svg.Number(Y(last.Value))}\" r=\"4\" fill=\"var(--a)\"/>\n");
        }

        if (Limit is { } limit)
        {
            svg.Append(Level(Y(limit.Value), " stroke=\"var(--bad)\" stroke-width=\"2\" stroke-dasharray=\"8 5\""))
                .Append(Svg.Text(Left + 8, Math.Max(Top - 4, Y(limit.Value) - 6), limit.Name));
        }

        AddTimes(svg);
        return svg.Append("</svg>\n").ToString();

        double Y(double value) => Top + ((1 - axis.Place(value)) * (Height - Top - Bottom));
    }

    /// <summary>The beginning, the middle where there is room, and the end.</summary>
    private void AddTimes(StringBuilder svg)
    {
        var format = To - From > TimeSpan.FromDays(2) ? "MMM d" : "MMM d HH:mm";
        (double Part, string Anchor, string Class)[] marks =
            [(0, "start", "soft"), (0.5, "middle", "soft fine"), (1, "end", "soft")];
        foreach (var (part, anchor, style) in marks)
        {
            var moment = From + ((To - From) * part);
            var text = TimeText?.Invoke(moment) ?? moment.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
            svg.Append(Svg.Text(X(moment), Height - 14, text, $" class=\"{style}\" text-anchor=\"{anchor}\""));
        }
    }

    private static string Level(double y, string attributes) =>
        $"<line x1=\"{Left}\" x2=\"{Svg.Width - Right}\" y1=\"{Svg.Number(y)}\" y2=\"{Svg.Number(y)}\"{attributes}/>\n";

    private double X(DateTimeOffset at) => Left + (Math.Clamp((at - From) / (To - From), 0, 1) * (Svg.Width - Left - Right));
}
