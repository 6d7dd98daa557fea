using Longshore.Core.Pages;
using Longshore.Core.Status.Report;
using static Longshore.Core.Pages.ColumnStyle;

namespace Longshore.Core.Status;

/// <summary>The table of runs, and the links from a run to its batches, cleanups and files.</summary>
public static partial class StatusPage
{
    private const int MostRuns = 20;

    /// <summary>Batches and cleanups that are shown of one run.</summary>
    private const int MostOfRun = 3;

    private static void Runs(HtmlPage page, StatusReport report)
    {
        page.Heading("Last runs");
        if (report.Runs.Length == 0)
        {
            page.Paragraph("No scan was recorded.");
            return;
        }

        page.Paragraph(
            "Seen = batched + not ready + skipped. Batched, by the scan or by a writer = uploaded + in S3 before + deferred + "
            + "missing + failed. Uploaded + in S3 before = deleted + kept + gone.", "soft");
        var several = report.Volumes.Length > 1;
        page.Table("Runs, newest first: files that the scan saw, their outcome in S3, and on the volume",
            [
                ("began", Plain), .. VolumeColumn(several), ("balance", Words), ("failed", Failures), ("took", Number),
                ("seen", Number), ("not ready", Number), ("skipped", Number), ("batched", Number), ("uploaded", Number),
                ("in S3 before", Number), ("deferred", Number), ("missing", Number), ("deleted", Number), ("kept", Number),
            ],
            report.Runs.Take(MostRuns).Select((run, index) => new PageRow(
            [
                new PageCell(Moment(run.StartedAt), Links: [.. RecordLinks(report, run, index)]),
                .. VolumeCell(several, run.Volume).Select(PageCell.Of),
                new PageCell(Balance(run, report.At), IsBad: run.Problems.Length > 0), Cell(run.Failed),
                PageCell.Of(Took((run.FinishedAt - run.StartedAt).TotalSeconds)), Cell(run.Seen), Cell(run.Deferred),
                Cell(run.Ignored + run.Reserved + run.Unaddressable + run.Special + run.Unreadable), Cell(run.Batched),
                Cell(run.Uploaded), Cell(run.Present), Cell(run.DeferredBySync), Cell(run.Missing), Cell(run.Deleted),
                Cell(run.Kept),
            ],
            $"run-{index}")));
        More(page, report.Runs.Length, MostRuns);
    }

    private static string Balance(RunReport run, DateTimeOffset now)
    {
        var open = run.WithoutReceipt + run.NotCleaned > 0 && now - run.FinishedAt < RunBuilder.AtWork;
        List<string> words =
        [
            run.Problems.Length > 0 ? $"Not balanced: {string.Join("; ", run.Problems)}"
                : run.DryRun ? "a dry run: nothing was sent" : open ? "at work" : "balanced",
        ];
        words.AddRange(run.Remarks);
        if (run.Prefix is { Length: > 0 } prefix)
            words.Add($"only {prefix}");
        return string.Join("; ", words);
    }

    /// <summary>Links from a run to the first of its records that the page shows.</summary>
    private static IEnumerable<(string, string)> RecordLinks(StatusReport report, RunReport run, int index)
    {
        if (Array.Exists(report.Batches, batch => IsOf(run, batch.Run, batch.Volume)))
            yield return (run.Batches == 1 ? "batch" : "batches", $"run-{index}-batches");
        if (Array.Exists(report.Cleanups, cleanup => IsOf(run, cleanup.Run, cleanup.Volume)))
            yield return ("cleanups", $"run-{index}-cleanups");
        if (report.Files.Files.Take(MostFiles).Any(file => IsOf(run, file.Run, file.Volume)))
            yield return ("files", $"run-{index}-files");
    }

    /// <summary>The rows to show: a few of each run.</summary>
    /// <param name="kind">The last part of the ids that the links of the runs lead to.</param>
    private static PageRow[] OfRuns<T>(StatusReport report, string kind, IEnumerable<T> records,
        Func<T, (DateTimeOffset? Run, string? Volume)> runOf, Func<T, PageCell[]> cells, int most)
    {
        var rows = new List<PageRow>();
        foreach (var ofRun in records.GroupBy(runOf))
        {
            var index = Array.FindIndex(report.Runs, run => IsOf(run, ofRun.Key.Run, ofRun.Key.Volume));
            var link = index is >= 0 and < MostRuns ? new PageCell(Moment(report.Runs[index].StartedAt)) : default;
            foreach (var (place, record) in ofRun.Take(most).Index())
            {
                rows.Add(link.Text is null
                    ? new PageRow([.. cells(record), PageCell.Of("")])
                    : new PageRow([.. cells(record), new PageCell("", Links: (link.Text, $"run-{index}"))],
                        place == 0 ? [$"run-{index}-{kind}"] : []));
            }
        }

        return [.. rows];
    }

    private static bool IsOf(RunReport run, DateTimeOffset? began, string? volume) =>
        run.StartedAt == began && (run.Volume ?? "") == (volume ?? "");

    private static PageCell Cell(long number) => new(Count(number));
}
