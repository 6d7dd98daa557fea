namespace Longshore.Cli.Ship;

/// <summary>Makes the report of what the ledger knows. Pure.</summary>
internal static class ShipAccount
{
    /// <summary>Files of each state that are named; all are counted.</summary>
    public const int MostNamed = 1_000;

    /// <summary>Files that need action come first; the ones that the next run sees again come last.</summary>
    private static readonly (ShipState State, string Outcome)[] Order =
    [
        (ShipState.Failed, LeftFile.Failed), (ShipState.NotHandled, LeftFile.NotHandled), (ShipState.Kept, LeftFile.Kept),
        (ShipState.Shipped, LeftFile.NotDeleted),
        (ShipState.Waiting, LeftFile.NotShipped), (ShipState.Deferred, LeftFile.Deferred), (ShipState.Missing, LeftFile.Missing),
    ];

    /// <summary>How many files of an outcome are left, those that are not named included.</summary>
    public static long CountOf(ShipReport report, string outcome) => outcome switch
    {
        LeftFile.Failed => report.Failed,
        LeftFile.NotHandled => report.NotHandled,
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

    /// <summary>Fills in what is known of files and scans; the rest stays as it is.</summary>
    /// <param name="report">Says whether anything was to be deleted.</param>
    public static ShipReport Close(ShipReport report, ShipFiles files, IReadOnlyCollection<ScanCompleted> scans)
    {
        var (uploaded, present, all) = (files.Held(isUploaded: true), files.Held(isUploaded: false), files.All);
        var deferred = files.ReasonsOf(ShipState.Deferred);
        foreach (var (reason, count) in scans.SelectMany(scan => scan.DeferredFor))
            deferred[reason] = deferred.GetValueOrDefault(reason) + count;
        var closed = report with
        {
            Found = new()
            {
                Files = all.Files,
                Bytes = all.Bytes,
                Deferred = scans.Sum(scan => scan.Deferred),
                Ignored = scans.Sum(scan => scan.Ignored),
                Reserved = scans.Sum(scan => scan.Reserved),
                Unaddressable = scans.Sum(scan => scan.Unaddressable),
                Special = scans.Sum(scan => scan.Special),
                Unreadable = scans.Sum(scan => scan.Unreadable),
            },
            Shipped = new()
            {
                Uploaded = uploaded.Files,
                Present = present.Files,
                Missing = files.Of(ShipState.Missing).Files,
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
            NotShipped = files.Of(ShipState.Waiting).Files,
            NotDeleted = report.Keep ? 0 : files.Of(ShipState.Shipped).Files,
        };
        return closed with
        {
            Left = [.. Named(report.Keep, files, scans)],
            LeftCount = LeftFile.Outcomes.Sum(outcome => CountOf(closed, outcome)),
        };
    }

    private static IEnumerable<LeftFile> Named(bool keeps, ShipFiles files, IReadOnlyCollection<ScanCompleted> scans)
    {
        var seen = scans.SelectMany(scan => scan.Left).ToLookup(left => left.Outcome == LeftFile.Deferred);
        return seen[false]
            .Concat(Order.Where(each => each.State != ShipState.Shipped || !keeps)
                .SelectMany(each => files.NamesOf(each.State).Take(MostNamed)
                    .Select(file => new LeftFile(file.Path, each.Outcome, file.Reason))))
            .Concat(seen[true]);
    }
}
