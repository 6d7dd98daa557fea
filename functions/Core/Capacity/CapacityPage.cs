using Longshore.Core.Pages;

namespace Longshore.Core.Capacity;

/// <summary>The plan as a page with plots.</summary>
public static class CapacityPage
{
    private const double Hour = 3600;

    public static string Write(CapacityPlan plan)
    {
        var page = new HtmlPage("Longshore capacity plan");
        page.Paragraph($"For a rate that is {plan.Rate.Origin}.", "soft").Facts(
        [
            ($"each {Units.Duration(TimeSpan.FromSeconds(plan.Rate.Interval))}",
                $"{Units.Count(plan.Rate.FilesPerInterval)} files, {Units.Bytes(plan.Rate.BytesPerInterval)}"),
            ("a day", Units.Bytes(plan.Rate.BytesPerDay)),
            ("on average", Units.PerSecond(plan.Rate.BytesPerSecond)),
            ($"to drain in {Units.Duration(TimeSpan.FromSeconds(plan.Drain.Within))}",
                Units.PerSecond(plan.Drain.BytesPerSecond)),
            ("claim", plan.Disk.ClaimSize),
            ($"a month in {plan.Cost.Cheapest}",
                $"{Units.Money(plan.Cost.Classes.First(one => one.Class == plan.Cost.Cheapest).Total)} {plan.Cost.Currency}"),
        ]);
        foreach (var section in CapacityReport.Of(plan))
            Add(page, section);
        page.Heading("Plots")
            .Figure(DiskPlot(plan), "The disk over four intervals in which the third run is missed, and the size requested.")
            .Figure(CostPlot(plan.Cost), $"Cost a month by class in {plan.Cost.Currency}.");
        return page.ToString();
    }

    private static void Add(HtmlPage page, ReportSection section)
    {
        page.Heading(section.Title);
        if (section.Heads is { } heads)
            page.Table(section.Title, [.. heads.Select(head => head.ToLowerInvariant())], section.Rows, section.Numbers);
        else if (section.Rows.Length > 0)
            page.Table(section.Title, ["what", "value"], section.Rows);
        if (section.Notes.Length > 0)
            page.List(section.Notes);
    }

    private static string DiskPlot(CapacityPlan plan)
    {
        var (interval, drain) = (plan.Rate.Interval, Math.Min(plan.Drain.Within, plan.Rate.Interval));
        var perSecond = plan.Disk.ClaimBytes / plan.Disk.SecondsToFull;
        var points = new List<(double X, double Y)> { (0, 0) };
        var (time, held) = (0.0, 0.0);
        foreach (var run in new[] { true, true, false, true })
        {
            time += interval;
            held += perSecond * interval;
            points.Add((time / Hour, held));
            if (!run)
                continue;
            held = perSecond * drain;
            points.Add(((time + drain) / Hour, held));
            held -= perSecond * drain;
        }

        var most = points.Max(point => point.Y);
        var claim = plan.Disk.ClaimBytes;
        // A claim far above the saw would flatten it: then it is named beneath instead of drawn.
        var lines = new List<Line> { new("on disk", points) };
        if (claim < most * 20)
            lines.Add(new Line($"claim {plan.Disk.ClaimSize}", [(0, claim), (points[^1].X, claim)]));
        return new LineChart("Disk over four intervals",
            $"Between runs {Units.Bytes(perSecond * interval)} gather; a missed run doubles it to {Units.Bytes(most)}; the "
            + $"claim is {plan.Disk.ClaimSize}.")
        {
            X = Axis.UpTo(points[^1].X),
            Y = Axis.UpTo(lines.Max(line => line.Points.Max(point => point.Y))),
            XTitle = "hours",
            YTitle = "on disk",
            XText = Units.Number,
            YText = Units.Bytes,
            Lines = lines,
        }.ToString();
    }

    private static string CostPlot(CostPlan cost) => new BarChart("Cost a month by class",
        string.Join("; ", cost.Classes.Select(
            one => $"{one.Class}: requests {Units.Money(one.Requests)}, storage {Units.Money(one.Storage)}")))
    {
        Parts = ["requests", "storage"],
        Bars = [.. cost.Classes.Select(one => new Bar(one.Class, [(double)one.Requests, (double)one.Storage]))],
        Text = amount => Units.Money((decimal)amount),
    }.ToString();
}
