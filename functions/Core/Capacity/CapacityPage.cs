using Longshore.Core.Pages;

namespace Longshore.Core.Capacity;

/// <summary>The plan as a page with plots.</summary>
public static class CapacityPage
{
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
            Month("a month", plan.Cost),
            .. plan.Bundles is { } bundles ? [Month("with bundles", bundles.Cost)] : Array.Empty<(string, string)>(),
        ]);
        foreach (var section in CapacityReport.Of(plan))
            Add(page, section);
        page.Heading("Plots")
            .Figure(DiskPlot(plan), "The disk over four intervals, in which the third run is missed, and the size of the claim.")
            .Figure(CostPlot(plan.Cost), $"Cost a month by class in {plan.Cost.Currency}.");
        return page.ToString();
    }

    private static (string, string) Month(string what, CostPlan cost) => ($"{what} in {cost.Cheapest}",
        $"{Units.Money(cost.Classes.First(one => one.Class == cost.Cheapest).Total)} {cost.Currency}");

    private static void Add(HtmlPage page, ReportSection section)
    {
        page.Heading(section.Title);
        if (section.Rows.Length > 0)
        {
            var heads = section.Heads ?? ["fact", "value"];
            page.Table(section.Title, [.. heads.Select((head, column) => (
                head.ToLowerInvariant(), section.Numbers.Contains(column) ? ColumnStyle.Number : ColumnStyle.Plain))],
                section.Rows);
        }

        if (section.Notes.Length > 0)
            page.List(section.Notes);
    }

    private static string DiskPlot(CapacityPlan plan)
    {
        var (interval, drain) = (plan.Rate.Interval, Math.Min(plan.Drain.Within, plan.Rate.Interval));
        var (claim, perSecond) = (plan.Disk.ClaimBytes, plan.Disk.ClaimBytes / plan.Disk.SecondsToFull);
        var points = new List<(DateTimeOffset At, double Value)> { (After(0), 0) };
        var held = 0.0;
        for (var run = 1; run <= 4; run++)
        {
            held += perSecond * interval;
            points.Add((After(run * interval), held));
            if (run == 3)
                continue;
            points.Add((After((run * interval) + drain), perSecond * drain));
            held = 0;
        }

        var most = points.Max(point => point.Value);
        return new TimeChart("Disk over four intervals",
            $"Between runs {Units.Bytes(perSecond * interval)} gather; a missed run doubles it to {Units.Bytes(most)}; the "
            + $"claim is {plan.Disk.ClaimSize}.")
        {
            From = points[0].At,
            To = points[^1].At,
            Line = points,
            // A line far above the others would make them flat. The description names the claim in any case.
            Limit = claim < most * 20 ? (claim, $"claim {plan.Disk.ClaimSize}") : null,
            Text = Units.Bytes,
            TimeText = at => $"{Units.Number((at - points[0].At).TotalHours)} h",
        }.ToString();

        static DateTimeOffset After(double seconds) => DateTimeOffset.UnixEpoch.AddSeconds(seconds);
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
