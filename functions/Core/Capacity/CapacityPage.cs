using Longshore.Core.Pages;

namespace Longshore.Core.Capacity;

/// <summary>The plan as a page with plots.</summary>
public static class CapacityPage
{
    /// <summary>The plot has no date: it counts from here.</summary>
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

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
        var points = new List<(DateTimeOffset At, double Held)> { (Start, 0) };
        var (time, held) = (0.0, 0.0);
        foreach (var run in new[] { true, true, false, true })
        {
            time += interval;
            held += perSecond * interval;
            points.Add((Start.AddSeconds(time), held));
            if (!run)
                continue;
            held = perSecond * drain;
            points.Add((Start.AddSeconds(time + drain), held));
            held -= perSecond * drain;
        }

        var most = points.Max(point => point.Held);
        return new TimeChart("Disk over four intervals",
            $"Between runs {Units.Bytes(perSecond * interval)} gather; a missed run doubles it to {Units.Bytes(most)}; the "
            + $"claim is {plan.Disk.ClaimSize}.")
        {
            From = Start,
            To = points[^1].At,
            Line = points,
            // A claim far above the saw would flatten it: then it is named beneath instead of drawn.
            Limit = plan.Disk.ClaimBytes < most * 20 ? (plan.Disk.ClaimBytes, $"claim {plan.Disk.ClaimSize}") : null,
            Text = Units.Bytes,
            TimeText = at => Units.Duration(at - Start),
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
