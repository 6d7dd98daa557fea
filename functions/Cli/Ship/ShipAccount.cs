using Longshore.Core;

namespace Longshore.Cli.Ship;

/// <summary>Fills in the report of a run. Pure.</summary>
internal static class ShipAccount
{
    /// <summary>Files of each state that have their name in the report.</summary>
    public const int MostNamed = 1_000;

    /// <summary>The reason for a file that a stopped run did not finish.</summary>
    public const string Stopped = "the run was stopped first";

    /// <summary>Files that need action come first, files that the next run sees again last.</summary>
    private static readonly (ShipState State, string Outcome)[] Order =
    [
        (ShipState.Failed, LeftFile.Failed), (ShipState.NotHandled, LeftFile.NotHandled),
        (ShipState.Unrecorded, LeftFile.NotRecorded), (ShipState.Kept, LeftFile.Kept),
        (ShipState.Shipped, LeftFile.NotDeleted), (ShipState.Waiting, LeftFile.NotShipped),
        (ShipState.Deferred, LeftFile.Deferred), (ShipState.Missing, LeftFile.Missing),
    ];

    /// <summary>How many files of an outcome are left, with and without a name in the report.</summary>
    public static long CountOf(ShipReport report, string outcome) => outcome switch
    {
        LeftFile.Failed => report.Failed,
        LeftFile.NotHandled => report.NotHandled,
        LeftFile.NotRecorded => report.NotRecorded,
        LeftFile.Kept => report.Kept.Values.Sum(),
        LeftFile.NotDeleted => report.NotDeleted,
        LeftFile.NotShipped => report.NotShipped,
        LeftFile.Missing => report.Shipped.Missing,
        LeftFile.Deferred => report.Found.Deferred + report.DeferredLater,
        LeftFile.Unreadable => report.Found.Unreadable,
        LeftFile.Unaddressable => report.Found.Unaddressable,
        LeftFile.Reserved => report.Found.Reserved,
        _ => 0,
    };

    /// <summary>The report of a run that was stopped before its first upload.</summary>
    public static ShipReport Unseen(ShipReport report) => report with
    {
        Looked = false,
        ScanCut = true,
        Problems = ["The run was stopped before the first upload: nothing was shipped and nothing deleted."],
    };

    /// <summary>Fills in the report of a dry run: the found files, and the expected outcome.</summary>
    public static ShipReport Plan(ShipReport report, ScanCompleted scan, Survey found) => report with
    {
        Found = FoundFiles.Of(scan.Files, scan.Bytes, [scan]),
        Deferred = scan.DeferredFor,
        Left = scan.Left,
        LeftCount = scan.Deferred + scan.Reserved + scan.Unaddressable + scan.Unreadable,
        Shipped = new()
        {
            Uploaded = scan.Files - found.Present,
            Present = found.Present,
            Conflicts = found.Conflicts,
            BytesUploaded = scan.Bytes - found.BytesPresent,
            BytesPresent = found.BytesPresent,
        },
        WouldDelete = report.Keep ? 0 : scan.Files,
        WouldFree = report.Keep ? 0 : scan.Bytes,
    };

    /// <summary>Fills in the counts of files and scans; everything else stays as it is.</summary>
    /// <param name="report">Its <c>Keep</c> says whether files were to be deleted.</param>
    /// <param name="stopped">Whether the run was stopped.</param>
    public static ShipReport Close(
        ShipReport report, ShipFiles files, IReadOnlyCollection<ScanCompleted> scans, bool stopped)
    {
        var (uploaded, present, all) = (files.Held(isUploaded: true), files.Held(isUploaded: false), files.All);
        var deferred = files.ReasonsOf(ShipState.Deferred);
        foreach (var (reason, count) in scans.SelectMany(scan => scan.DeferredFor))
            deferred[reason] = deferred.GetValueOrDefault(reason) + count;
        var closed = report with
        {
            Found = FoundFiles.Of(all.Files, all.Bytes, scans),
            Shipped = new()
            {
                Uploaded = uploaded.Files,
                Present = present.Files,
                Missing = files.Of(ShipState.Missing).Files,
                Conflicts = files.Beside,
                BytesUploaded = uploaded.Bytes,
                BytesPresent = present.Bytes,
            },
            Deferred = deferred,
            DeferredLater = files.Of(ShipState.Deferred).Files,
            Failed = files.Of(ShipState.Failed).Files,
            FailedFor = files.ReasonsOf(ShipState.Failed),
            Deleted = files.Of(ShipState.Deleted).Files,
            BytesFreed = files.Of(ShipState.Deleted).Bytes,
            Gone = files.Of(ShipState.Gone).Files,
            Kept = files.ReasonsOf(ShipState.Kept),
            NotHandled = files.Of(ShipState.NotHandled).Files,
            NotRecorded = files.Of(ShipState.Unrecorded).Files,
            NotShipped = files.Of(ShipState.Waiting).Files,
            NotDeleted = report.Keep ? 0 : files.Of(ShipState.Shipped).Files,
        };
        return closed with
        {
            Left = [.. Named(report.Keep, files, scans, stopped)],
            LeftCount = LeftFile.Outcomes.Sum(outcome => CountOf(closed, outcome)),
        };
    }

    /// <summary>Adds the files that a scan did not reach. The survey before it has counted them.</summary>
    public static ShipReport AddUnseen(ShipReport report, Survey found)
    {
        var unseen = Math.Max(0, found.Scan.Files - report.Found.Files);
        return report with
        {
            Found = report.Found with
            {
                Files = report.Found.Files + unseen,
                Bytes = Math.Max(report.Found.Bytes, found.Scan.Bytes),
            },
            NotShipped = report.NotShipped + unseen,
            LeftCount = report.LeftCount + unseen,
        };
    }

    /// <summary>Sentences about counts that do not add up.</summary>
    /// <param name="report">A report with all its counts.</param>
    /// <param name="stopped">Whether the run was stopped: only then may files have no outcome.</param>
    public static IEnumerable<string> Imbalances(ShipReport report, bool stopped)
    {
        if (report.NotShipped > 0 && !stopped && !report.ScanCut)
            yield return $"{Units.Count(report.NotShipped)} of {Units.Files(report.Found.Files)} have no outcome.";
        if (report.NotRecorded > 0 && !stopped && report.Problems.Count == 0)
            yield return $"{Units.Files(report.NotRecorded)} that S3 holds have no receipt, and nothing says why.";
        if (report.NotDeleted > 0 && !stopped && report.Problems.Count == 0)
            yield return $"{Units.Count(report.NotDeleted)} of {Units.Count(report.Shipped.Uploaded + report.Shipped.Present)} "
                + "shipped files were not deleted, and nothing says why.";
        if (report.Failed != report.FailedFor.Values.Sum())
            yield return $"{Units.Files(report.Failed)} failed, but the reasons cover "
                + $"{Units.Count(report.FailedFor.Values.Sum())}.";
        var deferred = report.Found.Deferred + report.DeferredLater;
        if (deferred != report.Deferred.Values.Sum())
            yield return $"{Units.Files(deferred)} were deferred, but the reasons cover "
                + $"{Units.Count(report.Deferred.Values.Sum())}.";
    }

    private static IEnumerable<LeftFile> Named(
        bool keeps, ShipFiles files, IReadOnlyCollection<ScanCompleted> scans, bool stopped)
    {
        var seen = scans.SelectMany(scan => scan.Left).ToLookup(left => left.Outcome == LeftFile.Deferred);
        return seen[false]
            .Concat(Order.Where(each => each.State != ShipState.Shipped || !keeps)
                .SelectMany(each => files.NamesOf(each.State).Take(MostNamed)
                    .Select(file => new LeftFile(file.Path, each.Outcome, ReasonOf(each.State, file.Reason)))))
            .Concat(seen[true]);

        string ReasonOf(ShipState state, string reason) =>
            stopped && reason.Length == 0 && state is ShipState.Waiting or ShipState.Unrecorded or ShipState.Shipped
                ? Stopped : reason;
    }
}
