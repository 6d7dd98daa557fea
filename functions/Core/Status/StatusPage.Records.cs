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
        var batches = OfRuns(report, "batches", report.Batches, batch => (batch.Run, batch.Volume), batch =>
        [
            PageCell.Of(Moment(batch.StartedAt)), PageCell.Of(Attempt(batch)),
            batch.Problem is { } problem ? new PageCell($"Not believed: {problem}", IsBad: true) : PageCell.Of("balanced"),
            Cell(batch.Failed), PageCell.Of(Took(batch.Seconds)), Cell(batch.Planned), Cell(batch.Uploaded), Cell(batch.Present),
            Cell(batch.Deferred), Cell(batch.Missing), Cell(batch.Remaining), PageCell.Of(Units.Bytes(batch.BytesUploaded)),
        ], MostOfRun);
        page.Table("Receipts, newest first: planned = uploaded + in S3 before + deferred + missing + failed + remaining",
            [
                ("began", Plain), ("batch", Plain), ("balance", Words), ("failed", Failures), ("took", Number),
                ("planned", Number), ("uploaded", Number), ("in S3 before", Number), ("deferred", Number), ("missing", Number),
                ("remaining", Number), ("bytes", Number), ("run", Plain),
            ], batches);
        More(page, report.Batches.Length, batches.Length);
        var cleanups = OfRuns(report, "cleanups", report.Cleanups, cleanup => (cleanup.Run, cleanup.Volume), cleanup =>
        [
            PageCell.Of(Moment(cleanup.StartedAt)), PageCell.Of(Short(cleanup.Batch)),
            new PageCell(Balance(cleanup), IsBad: cleanup.Problem is not null), PageCell.Of(Took(cleanup.Seconds)),
            PageCell.Of(cleanup.Shipped is { } shipped ? Count(shipped) : "?"), Cell(cleanup.Deleted), Cell(cleanup.Kept),
            Cell(cleanup.Gone), PageCell.Of(Units.Bytes(cleanup.BytesFreed)),
        ], MostOfRun);
        page.Table("Cleanups, newest first: shipped = deleted + kept + gone",
            [
                ("began", Plain), ("batch", Plain), ("balance", Words), ("took", Number), ("shipped", Number),
                ("deleted", Number), ("kept", Number), ("gone", Number), ("freed", Number), ("run", Plain),
            ], cleanups);
        More(page, report.Cleanups.Length, cleanups.Length);
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

    private static string Balance(CleanupReport cleanup) =>
        (cleanup.Problem is { } problem ? $"Not balanced: {problem}"
            : cleanup.Shipped is null ? "its receipt was not read" : "balanced")
            + (cleanup.DryRun ? "; a dry run" : "")
            + (cleanup.Interrupted ? "; it did not finish, a later one closed its account" : "");

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
            [("file", Name), ("outcome", Plain), ("reason", Name), ("recorded", Plain), .. VolumeColumn(several), ("run", Plain)],
            OfRuns(report, "files", files.Files.Take(MostFiles), file => (file.Run, file.Volume), file =>
            [
                PageCell.Of(file.Path), new PageCell(file.Outcome, IsBad: file.Outcome == LeftFile.Failed),
                PageCell.Of(file.Reason), PageCell.Of(Moment(file.At)),
                .. VolumeCell(several, file.Volume).Select(PageCell.Of),
            ], MostFiles));
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
            + $"{(letters.Waiting == 1 ? "waits" : "wait")} for replay. Each command sends one back. Paste it into a shell where "
            + "longshore replay --list names these letters: with the settings of deadletter, and with the Broker's address in "
            + "K_SINK. In a cluster give its words to a pod, as docs/operations.md shows. With make run, paste this first, in "
            + "the folder of the repository:");
        page.Command("set -a; . artifacts/sandbox-deadletter.env; set +a; PATH=\"$PWD/artifacts:$PATH\"");
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
