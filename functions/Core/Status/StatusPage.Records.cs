using Longshore.Core.Capacity;
using Longshore.Core.Pages;
using Longshore.Core.Status.Report;

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
                ("began", ColumnStyle.Plain), ("batch", ColumnStyle.Plain), ("balance", ColumnStyle.Words),
                ("took", ColumnStyle.Number), ("planned", ColumnStyle.Number), ("uploaded", ColumnStyle.Number),
                ("in S3 before", ColumnStyle.Number), ("deferred", ColumnStyle.Number), ("missing", ColumnStyle.Number),
                ("failed", ColumnStyle.Number),
                ("remaining", ColumnStyle.Number), ("bytes", ColumnStyle.Number),
            ],
            report.Batches.Take(MostRecords).Select(batch => (string[])
            [
                Moment(batch.StartedAt), Attempt(batch), batch.Problem is { } problem ? $"Not believed: {problem}" : "even",
                Took(batch.Seconds), Count(batch.Planned), Count(batch.Uploaded), Count(batch.Present), Count(batch.Deferred),
                Count(batch.Missing), Count(batch.Failed), Count(batch.Remaining), Units.Bytes(batch.BytesUploaded),
            ]));
        More(page, report.Batches.Length, MostRecords);
        page.Table("Cleanups, newest first: shipped = deleted + kept + gone",
            [
                ("began", ColumnStyle.Plain), ("batch", ColumnStyle.Plain), ("balance", ColumnStyle.Words),
                ("took", ColumnStyle.Number), ("shipped", ColumnStyle.Number), ("deleted", ColumnStyle.Number),
                ("kept", ColumnStyle.Number), ("gone", ColumnStyle.Number), ("freed", ColumnStyle.Number),
            ],
            report.Cleanups.Take(MostRecords).Select(cleanup => (string[])
            [
                Moment(cleanup.StartedAt), Short(cleanup.Batch),
                (cleanup.Problem is { } problem ? $"Uneven: {problem}" : cleanup.Shipped is null
                    ? "its receipt was not read" : "even") + (cleanup.DryRun ? "; a dry run" : "")
                    + (cleanup.Interrupted ? "; it did not finish, a later one closed its account" : ""),
                Took(cleanup.Seconds), cleanup.Shipped is { } shipped ? Count(shipped) : "?", Count(cleanup.Deleted),
                Count(cleanup.Kept), Count(cleanup.Gone), Units.Bytes(cleanup.BytesFreed),
            ]));
        More(page, report.Cleanups.Length, MostRecords);
        if (report.Begun.Count == 0)
            return;
        var several = report.Volumes.Length > 1;
        page.Table("Cleanups that have begun and not finished: at work, or to be closed by a later cleanup",
            [("began", ColumnStyle.Plain), ("batch", ColumnStyle.Plain), ("files that it may have deleted", ColumnStyle.Number),
                ("record", ColumnStyle.Name), .. Volumes(several)],
            report.Begun.Cleanups.Take(MostRecords)
                .Select(begun => (string[])[Moment(begun.StartedAt), Short(begun.Batch), Count(begun.Files), begun.Key,
                .. Named(several, begun.Volume)]));
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
            "Deferred files come back at the next scan. A failed or kept file needs action if its reason does not pass by "
            + "itself.", "soft");
        page.Table("How many and why",
            [("outcome", ColumnStyle.Plain), ("reason", ColumnStyle.Name), ("files", ColumnStyle.Number)],
            files.Reasons.Select(reason => (string[])[reason.Outcome, reason.Reason, Count(reason.Files)]));
        page.Table("Which, failed ones first",
            [("file", ColumnStyle.Name), ("outcome", ColumnStyle.Plain), ("reason", ColumnStyle.Name),
                ("recorded", ColumnStyle.Plain), .. Volumes(several)],
            files.Files.Take(MostFiles)
                .Select(file =>
                (string[])[file.Path, file.Outcome, file.Reason, Moment(file.At), .. Named(several, file.Volume)]));
        if (files.Count > Math.Min(MostFiles, files.Files.Length))
            page.Paragraph(
                $"And {Count(files.Count - Math.Min(MostFiles, files.Files.Length))} more; status.json names more, and their "
                + "records all.", "soft");
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
            var state = State(letter);
            if (letter.DiedAt is { } died)
                state += $", died {Moment(died)}";
            if (letter.Deaths > 1)
                state += $", {letter.Deaths} times";
            if (letter.Code is { } code)
                state += $", answered {code}";
            var paragraphs = new List<string> { $"{state}." };
            if (letter.Reason is { Length: > 0 } reason)
                paragraphs.Add(reason);
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
        page.Paragraph("Nothing of these is believed or counted. Longshore never replaces or deletes them.", "soft");
        page.Table("Objects beneath the state prefix", [("object", ColumnStyle.Name), ("what is wrong", ColumnStyle.Text)],
            damaged.Objects.Select(one => (string[])[one.Key, one.Problem]));
        More(page, damaged.Count, damaged.Objects.Length);
    }
}
