using Longshore.Core.Capacity;
using Longshore.Core.Pages;
using Longshore.Core.Status.Report;
using static Longshore.Core.Pages.ColumnStyle;

namespace Longshore.Core.Status;

public static partial class StatusPage
{
    private static readonly TimeSpan LeastPlot = TimeSpan.FromMinutes(1);
    private static readonly (string, ColumnStyle)[] Facts = [("fact", Words), ("value", Words)];

    public static string Write(StatusReport report)
    {
        var folders = report.Folders.Select(folder =>
            $"{folder.Folder} ({Count(folder.Read)} read of {Count(folder.InWindow)}, {Count(folder.Listed)} listed)");
        var page = new HtmlPage("Longshore status")
        {
            HasContents = true,
            Lead = $"Made at {Moment(report.At)}. All times are UTC.",
            Footer = $"Made from {string.Join(", ", folders)}. Nothing was changed.",
        };
        Glance(page, report);
        Runs(page, report);
        Files(page, report);
        Letters(page, report.DeadLetters);
        Flow(page, report.Throughput);
        Volume(page, report);
        Records(page, report);
        Cost(page, report.Cost, report.At);
        Damaged(page, report.Damaged);
        return page.ToString();
    }

    /// <summary>The page for a bucket that cannot be read.</summary>
    public static string Unavailable(string message) => new HtmlPage("Longshore status: not available")
        .Note("The bucket's records cannot be read now, so the state of the runs is not known. Load the page again later.",
            [message], isAlarm: true)
        .ToString();

    private static void Glance(HtmlPage page, StatusReport report)
    {
        page.Heading("At a glance");
        page.Note(report.State switch
        {
            "well" => "All is well: every run balances, and nothing waits for an action.",
            "empty" => $"Nothing was recorded in {report.Bucket}/{report.StatePrefix} since {Moment(report.Since)}. The first "
                + "scan writes the first record.",
            _ => "This needs attention:",
        }, report.Attention, report.State == "attention");
        page.Facts(
        [
            ("uploaded", $"{Count(report.Throughput.Files)} files, {Units.Bytes(report.Throughput.Bytes)}"),
            ("dead letters waiting", Count(report.DeadLetters.Waiting)),
            .. report.Volumes.Length > 1 ? [] : Glance(report, report.Backlog, report.Forecast),
        ]);
        if (report.Volumes.Length > 1)
        {
            page.Table("Each volume",
                [("name", Name), .. Glance(report, report.Backlog, report.Forecast).Select(fact => (fact.Name, Words))],
                report.Volumes.Select(volume =>
                    (string[])[volume.Title, .. Glance(report, volume.Backlog, volume.Forecast).Select(fact => fact.Value)]));
        }

        var only = report.Volumes is [{ Name.Length: > 0 } volume] ? $"volume {volume.Title}, " : "";
        page.Paragraph(
            $"Bucket {report.Bucket}, {only}records beneath {report.StatePrefix}, since {Moment(report.Since)}.", "soft");
    }

    private static (string Name, string Value)[] Glance(StatusReport report, Backlog backlog, Forecast forecast) =>
    [
        ("last scan", backlog.LastScan is { } last ? $"{Units.Minutes((report.At - last).TotalSeconds)} ago" : "none"),
        ("known to wait", Units.Files(backlog.Files)),
        ("volume", forecast is { BytesTotal: { } total, BytesUsed: { } used }
            ? $"{Percent(used, total)} of {Units.Bytes(total)}" : "not measured"),
        ("full", Full(forecast.SecondsToFull, forecast.GrowthPerSecond)),
    ];

    /// <summary>A column for the volume's name, if there are several volumes.</summary>
    private static (string, ColumnStyle)[] VolumeColumn(bool several) => several ? [("volume", Words)] : [];

    private static string[] VolumeCell(bool several, string? volume) => several ? [VolumeReport.NameForPeople(volume ?? "")] : [];

    private static void Flow(HtmlPage page, Throughput flow)
    {
        page.Heading("Throughput");
        if (flow.Files == 0)
        {
            page.Paragraph("Nothing was uploaded.");
            return;
        }

        var step = TimeSpan.FromSeconds(flow.StepSeconds);
        var busiest = flow.Steps.MaxBy(one => one.Bytes)!;
        var text =
            $"Uploaded in steps of {Units.Duration(step)}: {Units.Bytes(flow.Bytes)} in {Count(flow.Files)} files; most in the "
            + $"step from {Moment(busiest.From)}, {Units.Bytes(busiest.Bytes)}."
            + (flow.BytesPerSecondAtWork is { } rate ? $" A batch at work ships {Units.PerSecond(rate)}." : "");
        page.Figure(new TimeChart("Bytes uploaded over time", text)
        {
            From = flow.Steps[0].From,
            To = flow.Steps[^1].From + step,
            Step = step,
            Columns = [.. flow.Steps.Select(one => (one.From, (double)one.Bytes))],
            Text = Units.Bytes,
        }.ToString(), text);
    }

    private static void Volume(HtmlPage page, StatusReport report)
    {
        page.Heading("Backlog and forecast");
        foreach (var volume in report.Volumes)
            Volume(page, volume.Backlog, volume.Forecast, report.Volumes.Length > 1 ? $" of {volume.Title}" : "");
        if (report.Volumes.Length == 0)
            page.Paragraph("No volume was scanned.");
    }

    private static void Volume(HtmlPage page, Backlog backlog, Forecast forecast, string ofVolume)
    {
        string[][] rows =
        [
            ["known to wait on the volume", Units.Files(backlog.Files)],
            ["longest wait of a file, at the last scan", backlog.OldestAge is { } age ? Units.Minutes(age) : "there was none"],
            ["from run to run", backlog.Interval is { } interval ? Units.Minutes(interval) : "too few runs to say"],
            ["free on the volume", forecast is { BytesFree: { } free, BytesTotal: { } total }
                ? $"{Units.Bytes(free)} of {Units.Bytes(total)}" : "the scans could not measure it"],
            ["the writer writes", forecast.WrittenPerSecond is { } written
                ? $"{Units.Bytes(written * 86400)} a day" : "too few runs to say"],
            ["the volume's use grows by", forecast.GrowthPerSecond is { } growth
                ? $"{Units.Bytes(growth * 86400)} a day" : "too few scans to say"],
            ["full, if that goes on", Full(forecast.SecondsToFull, forecast.GrowthPerSecond)],
            ["full, if nothing more is shipped", forecast.SecondsToFullUnshipped is { } unshipped
                ? $"in {Units.Minutes(unshipped)}" : "cannot be said"],
        ];
        page.Table($"Files that wait, and when the volume is full{ofVolume}", Facts, rows);
        if (forecast.Points is not [{ } first, .., { } last] || last.At - first.At < LeastPlot)
            return;
        var text =
            $"Used at the end of each scan{ofVolume}: {Units.Bytes(first.Used)} at {Moment(first.At)}, {Units.Bytes(last.Used)} "
            + $"at {Moment(last.At)}, of {Units.Bytes(last.Total)}.";
        page.Figure(new TimeChart($"Use of the volume over time{ofVolume}", text)
        {
            From = first.At,
            To = last.At,
            Line = [.. forecast.Points.Select(point => (point.At, (double)point.Used))],
            // A line far above the others would make them flat. The text beneath names the size in any case.
            Limit = last.Total < last.Used * 20 ? (last.Total, $"size {Units.Bytes(last.Total)}") : null,
            Text = Units.Bytes,
        }.ToString(), text);
    }

    private static void Cost(HtmlPage page, MonthCost cost, DateTimeOffset now)
    {
        page.Heading("Cost this month");
        string[][] rows =
        [
            ["uploaded", $"{Count(cost.Files)} files, {Units.Bytes(cost.Bytes)}"],
            ["requests so far", Money(cost.Requests, cost)],
            ["storage of it, a month", Money(cost.StoragePerMonth, cost)],
            ["the whole month at this rate", cost.Month is { } month ? Money(month, cost) : "said after a day of records"],
        ];
        page.Table($"Price of S3 from {Iso8601.Day(cost.From)} to {Iso8601.Day(now)}, in {cost.Class}", Facts, rows);
        page.Paragraph((cost.IsWhole ? "" : "Earlier records of the month were not read. ")
            + $"By the receipts and the list prices of {cost.Region} as of {cost.PricesAsOf:yyyy-MM-dd}, as longshore capacity "
            + "counts: without objects of earlier months, other requests, tax, free tier and discounts.", "soft");
    }

    private static void More(HtmlPage page, long all, int shown)
    {
        if (all > shown)
            page.Paragraph($"And {Count(all - shown)} older ones; status.json names more.", "soft");
    }

    private static string Attempt(BatchReport batch) =>
        batch.Attempt == 1 ? Short(batch.Batch) : $"{Short(batch.Batch)}, attempt {batch.Attempt}";

    private static string Short(string? batch) => batch is { Length: > 8 } ? batch[..8] : batch ?? "";

    private static string Full(double? seconds, double? growth) =>
        seconds is { } left ? $"in {Units.Minutes(left)}" : growth is null ? "too few scans to say" : "not in sight";

    private static string Percent(long used, long total) =>
        ((double)used / total).ToString("P0", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal);

    private static string Money(decimal amount, MonthCost cost) =>
        $"{(amount is > 0 and < 0.0001m ? "under 0.0001" : Units.Money(amount))} {cost.Currency}";

    private static string Took(double seconds) => Units.Duration(TimeSpan.FromSeconds(Math.Max(0, seconds)));

    private static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Count(long number) => Units.Count(number);
}
