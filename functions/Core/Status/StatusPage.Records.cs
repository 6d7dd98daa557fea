using Longshore.Core.Capacity;
using Longshore.Core.Pages;
using Longshore.Core.Status.Report;
using static Longshore.Core.Pages.ColumnStyle;

namespace Longshore.Core.Status;

/// <summary>The tables of single records: batches, cleanups, files, dead letters, damaged objects.</summary>
public static partial class StatusPage
{
    private const int MostRecords = 10;
    private const int MostFiles = 200;

    private static void Records(HtmlPage page, StatusReport report)
    {
        page.Heading("Batches and cleanups");
        page.Table("Receipts, newest first: planned = uploaded + in S3 before + deferred + missing + failed + remaining",
            [
                ("began", Plain), ("batch", Plain), ("balance", Words), ("took", Number), ("planned", Number),
                ("uploaded", Number), ("in S3 before", Number), ("deferred", Number), ("missing", Number), ("failed", Number),
                ("remaining", Number), ("bytes", Number),
            ],
            report.Batches.Take(MostRecords).Select(batch => (string[])
            [
                Moment(batch.StartedAt), Attempt(batch), batch.Problem is { } problem ? $"Not believed: {problem}" : "balanced",
                Took(batch.Seconds), Count(batch.Planned), Count(batch.Uploaded), Count(batch.Present), Count(batch.Deferred),
                Count(batch.Missing), Count(batch.Failed), Count(batch.Remaining), Units.Bytes(batch.BytesUploaded),
            ]));
        More(page, report.Batches.Length, MostRecords);
        page.Table("Cleanups, newest first: shipped = deleted + kept + gone",
            [
                ("began", Plain), ("batch", Plain), ("balance", Words), ("took", Number), ("shipped", Number),
                ("deleted", Number), ("kept", Number), ("gone", Number), ("freed", Number),
            ],
            report.Cleanups.Take(MostRecords).Select(cleanup => (string[])
            [
                Moment(cleanup.StartedAt), Short(cleanup.Batch),
                (cleanup.Problem is { } problem ? $"Not balanced: {problem}"
                    : cleanup.Shipped is null ? "its receipt was not read" : "balanced") + (cleanup.DryRun ? "; a dry run" : "")
                    + (cleanup.Interrupted ? "; it did not finish, a later one closed its account" : ""),
                Took(cleanup.Seconds), cleanup.Shipped is { } shipped ? Count(shipped) : "?", Count(cleanup.Deleted),
                Count(cleanup.Kept), Count(cleanup.Gone), Units.Bytes(cleanup.BytesFreed),
            ]));
        More(page, report.Cleanups.Length, MostRecords);
        if (report.Begun.Count == 0)
            return;
        var several = report.Volumes.Length > 1;
        page.Table("Cleanups that have begun and not finished: at work, or to be closed by a later cleanup",
            [("began", Plain), ("batch", Plain), ("files that it may have deleted", Number), ("record", Name),
                .. VolumeColumn(several)],
            report.Begun.Cleanups.Take(MostRecords).Select(begun => (string[])[
                Moment(begun.StartedAt), Short(begun.Batch), Count(begun.Files), begun.Key,
                .. VolumeCell(several, begun.Volume)]));
        More(page, report.Begun.Count, MostRecords);
    }

    private static void Files(HtmlPage page, StatusReport report)
    {
        var (files, several) = (report.Files, report.Volumes.Length > 1);
        page.Heading("Files not shipped or not deleted");
        if (files.Count == 0)
        {
            page.Paragraph("No record leaves a file behind.");
            return;
        }

        page.Paragraph(
            "Deferred files come back at the next scan. A failed or kept file needs action if its reason does not go away by "
            + "itself.", "soft");
        page.Table("Files by outcome and reason", [("outcome", Plain), ("reason", Name), ("files", Number)],
            files.Reasons.Select(reason => (string[])[reason.Outcome, reason.Reason, Count(reason.Files)]));
        page.Table("Each file, failed ones first",
            [("file", Name), ("outcome", Plain), ("reason", Name), ("recorded", Plain), .. VolumeColumn(several)],
            files.Files.Take(MostFiles).Select(file => (string[])[
                file.Path, file.Outcome, file.Reason, Moment(file.At), .. VolumeCell(several, file.Volume)]));
        var more = files.Count - Math.Min(MostFiles, files.Files.Length);
        if (more > 0)
            page.Paragraph($"And {Count(more)} more; status.json names more, and their records name all.", "soft");
    }

    private static void Letters(HtmlPage page, DeadLetterReport letters)
    {
        page.Heading("Dead letters");
        if (letters.Events == 0)
        {
            page.Paragraph("No event died.");
            return;
        }

        page.Paragraph(
            $"{RunBuilder.Count(letters.Events, "event")} died; {Count(letters.Waiting)} of them "
            + $"{(letters.Waiting == 1 ? "waits" : "wait")} for replay. Each command sends one back.");
        foreach (var letter in letters.Letters)
        {
            var state = State(letter)
                + (letter.DiedAt is { } died ? $", died {Moment(died)}" : "")
                + (letter.Deaths > 1 ? $", {letter.Deaths} times" : "")
                + (letter.Code is { } code ? $", answered {code}" : "");
            string[] paragraphs = letter.Reason is { Length: > 0 } reason ? [$"{state}.", reason] : [$"{state}."];
            page.Card(letter.Type is { } type ? $"{type} from {letter.Source}, id {letter.Id}" : letter.Key, paragraphs,
                letter.Replay);
        }

        if (letters.Events > letters.Letters.Length)
            page.Paragraph(
                $"And {Count(letters.Events - letters.Letters.Length)} more; longshore replay --list shows all.", "soft");
    }

    private static string State(DeadLetterRow letter) => letter.State switch
    {
        "waiting" => "Waits for replay",
        "replayed" => "Was sent back and has not died since",
        "exhausted" => "Died again after several replays",
        _ => "Cannot be read",
    };

    private static void Damaged(HtmlPage page, DamagedReport damaged)
    {
        if (damaged.Count == 0)
            return;
        page.Heading("Damaged or foreign objects");
        page.Paragraph("Longshore does not trust or count these objects, and never replaces or deletes them.", "soft");
        page.Table("Objects beneath the state prefix", [("object", Name), ("problem", Text)],
            damaged.Objects.Select(one => (string[])[one.Key, one.Problem]));
        More(page, damaged.Count, damaged.Objects.Length);
    }
}
