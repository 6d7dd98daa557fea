using Longshore.Core;

namespace Longshore.Cli.Ship;

/// <summary>A report for people. Control characters in names are escaped.</summary>
internal static class ShipText
{
    /// <summary>Files of one outcome that the summary names.</summary>
    private const int MostNamed = 10;

    private const string Young =
        "Files that have just changed wait: --min-age says how long, 2m if it is left out and 2s at least.";

    public static string Announcement(ShipReport blank, Survey found)
    {
        var files =
            $"{Units.Files(found.Scan.Files)}, {Units.Bytes(found.Scan.Bytes)}, from {PlainText.Of(blank.Directory)} to "
            + $"{Target(blank)}{(found.SampleKey is { } key ? $" (the first as {PlainText.Of(key)})" : "")}";
        return blank switch
        {
            { DryRun: true } => $"Dry run, nothing is changed: {files}.",
            { Keep: true } => $"Ships {files}, and deletes nothing.",
            _ => $"Ships {files}, and deletes each once S3 has proven to hold it (--keep deletes nothing).",
        };
    }

    public static IEnumerable<string> Summary(ShipReport report)
    {
        if (!report.Looked)
        {
            yield return Verdict(report);
            yield break;
        }

        yield return Row("found",
            $"{Units.Files(report.Found.Files)} ready, {Units.Bytes(report.Found.Bytes)}{Others(report.Found)}");
        yield return Row("uploaded",
            $"{Units.Files(report.Shipped.Uploaded)}{(report.DryRun ? " would be" : "")}, "
            + $"{Units.Bytes(report.Shipped.BytesUploaded)}{Rate(report)}");
        if (report.Shipped.Present > 0)
            yield return Row("already there", report.DryRun
                ? $"{Units.Files(report.Shipped.Present)} by name and size; a run compares the bytes"
                : $"{Units.Files(report.Shipped.Present)}, {Units.Bytes(report.Shipped.BytesPresent)}: S3 holds the same bytes");
        if (report.NotRecorded > 0)
            yield return Row("not recorded", $"{Units.Files(report.NotRecorded)} in S3 without a receipt: still in the "
                + "directory, and the next run checks them again");
        if (report.Shipped.Conflicts > 0)
            yield return Row("conflicts",
                report.DryRun
                ? $"{Units.Files(report.Shipped.Conflicts)} whose key holds an object of another size; Sync__OnConflict decides, "
                    + "and replaces nothing unless the bucket keeps versions"
                : $"{Units.Files(report.Shipped.Conflicts)} whose key holds other bytes: shipped beside it, under a name that "
                    + "ends in the checksum");
        if (report.Shipped.Missing > 0)
            yield return Row("missing", $"{Units.Files(report.Shipped.Missing)} before they could be read");
        if (report.Deferred.Count > 0)
            yield return Row("deferred", $"{Reasons(report.Deferred)}; the next run sees them again");
        if (report.Failed > 0)
            yield return Row("failed", Reasons(report.FailedFor));
        foreach (var remedy in ShipRemedies.Of(report))
            yield return Row("", PlainText.Of(remedy));
        if (!report.Keep)
            yield return Row("deleted", report.DryRun
                ? $"{Units.Files(report.WouldDelete)} would be, {Units.Bytes(report.WouldFree)}, each once S3 has "
                    + "proven to hold it"
                : $"{Units.Files(report.Deleted)}, {Units.Bytes(report.BytesFreed)} freed");
        if (report.Gone > 0)
            yield return Row("gone", $"{Units.Files(report.Gone)} were not there any more when they were to be deleted");
        if (report.Kept.Count > 0)
            yield return Row("kept", Reasons(report.Kept));
        if (report.NotHandled > 0)
            yield return Row("not handled", Units.Files(report.NotHandled));
        foreach (var problem in report.Problems)
            yield return Row("", PlainText.Of(problem));
        if (report.NotShipped > 0)
            yield return Row("not shipped", $"{Units.Files(report.NotShipped)}, still in the directory");
        if (report.NotDeleted > 0)
            yield return Row("not deleted", $"{Units.Files(report.NotDeleted)} that S3 holds, still in the directory");
        foreach (var row in report.Left.GroupBy(file => file.Outcome).SelectMany(outcome => Named(report, outcome)))
            yield return row;
        foreach (var wrong in report.Imbalances)
            yield return $"THE COUNTS DO NOT ADD UP: {wrong} Please report this.";
        yield return "";
        yield return Verdict(report);
    }

    /// <summary>What a run did, for a person who cannot see its report.</summary>
    public static string InOneLine(ShipReport report) => report.DryRun
        ? "It was a dry run: nothing was changed."
        : $"The run itself has ended: {Units.Files(report.Shipped.Uploaded)} uploaded, {Units.Count(report.Shipped.Present)} "
            + $"already there, {Units.Count(report.Deleted)} deleted, {Units.Count(StillThere(report))} still in the directory. "
            + $"The records in s3://{report.Bucket} name each file.";

    private static long StillThere(ShipReport report)
    {
        var shipped = report.Keep ? report.Shipped.Uploaded + report.Shipped.Present - report.NotRecorded - report.Gone : 0;
        return report.LeftCount - report.Shipped.Missing + shipped;
    }

    /// <summary>The first files of one outcome, and how many more there are.</summary>
    private static IEnumerable<string> Named(ShipReport report, IGrouping<string, LeftFile> outcome)
    {
        foreach (var file in outcome.Take(MostNamed))
        {
            // The problem of a batch is said once, above.
            var isSaid = file.Reason.Length == 0
                || (outcome.Key is LeftFile.NotHandled or LeftFile.NotRecorded && file.Reason != ShipAccount.Stopped);
            yield return Row(file.Outcome, PlainText.Of(file.Path) + (isSaid ? "" : $": {PlainText.Of(file.Reason)}"));
        }

        if (ShipAccount.CountOf(report, outcome.Key) is var all && all > MostNamed)
            yield return Row(outcome.Key, $"and {Units.Count(all - MostNamed)} more; --json names "
                + (outcome.Count() >= all ? "them all" : $"the first {Units.Count(outcome.Count())}"));
    }

    private static string Verdict(ShipReport report)
    {
        var took = $"in {Units.Duration(report.Duration)}";
        return report.Outcome switch
        {
            _ when !report.Looked =>
                $"Stopped before the first upload, {took}. Nothing was shipped and nothing deleted.",
            ShipVerdict.Shipped when report.Found.Files == 0 && HasYoung(report) => $"Nothing was ready to ship, {took}. {Young}",
            ShipVerdict.Shipped when report.Found.Files == 0 => $"Nothing was ready to ship, {took}.",
            ShipVerdict.Shipped => $"Everything that was ready is in {Target(report)}, {took}.",
            ShipVerdict.Left => $"All that could be shipped is in {Target(report)}, {took}; the rest waits for another run.",
            ShipVerdict.DryRun => "This was a dry run: nothing was changed. It tried neither to read the files nor to write "
                + $"to S3.{(HasYoung(report) ? $" {Young}" : "")}",
            ShipVerdict.Stopped when report.DryRun => $"The dry run was stopped {took}. Nothing was changed.",
            ShipVerdict.Stopped when report.NotShipped + report.NotDeleted + report.NotRecorded > 0 || report.ScanCut =>
                $"Stopped {took}. Nothing is lost: {Kept(report)}. The same command goes on from here.",
            ShipVerdict.Stopped => $"Stopped {took}; no file was left to ship.",
            _ => $"Not everything went well, {took}. {(report.DryRun || report.Keep ? "Every file is"
                : "Each file that S3 has not proven to hold is")} still in the directory; the same command tries "
                + "it again once the cause is mended.",
        };
    }

    private static bool HasYoung(ShipReport report) => report.Deferred.ContainsKey(Longshore.Volumes.Reasons.TooYoung);

    private static string Kept(ShipReport report) => report.Keep
        ? "every file is in the directory" : "S3 has proven to hold each deleted file, and the rest is in the directory";

    private static string Others(FoundFiles found)
    {
        (long Count, string What)[] others =
        [
            (found.Deferred, "not ready yet"),
            (found.Ignored, "ignored by a rule"),
            (found.Reserved, "with a reserved name"),
            (found.Unaddressable, "whose name cannot be a key"),
            (found.Special, "links or other things that are no files"),
            (found.Unreadable, "that may not be read"),
        ];
        return string.Concat(others.Where(each => each.Count > 0)
            .Select(each => $"; {Units.Count(each.Count)} {each.What}"));
    }

    private static string Rate(ShipReport report) =>
        report is { DryRun: false, Shipped.BytesUploaded: > 0 } && report.Duration > TimeSpan.Zero
        ? $", {Units.PerSecond(report.Shipped.BytesUploaded / report.Duration.TotalSeconds)}"
        : "";

    private static string Target(ShipReport report) => PlainText.Of($"s3://{report.Bucket}/{report.Prefix}");

    private static string Reasons(IReadOnlyDictionary<string, long> counts) =>
        string.Join(", ", counts.Select(each => $"{Units.Count(each.Value)} {PlainText.Of(each.Key)}"));

    private static string Row(string name, string text) => $"  {name,-14} {text}".TrimEnd();
}
