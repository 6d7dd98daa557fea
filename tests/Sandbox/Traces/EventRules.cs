namespace Longshore.Sandbox.Traces;

/// <summary>When an event may be sent (steps 2 and 8 of the protocol), and what it may say.</summary>
internal static class EventRules
{
    public const string Schedule = "/longshore/schedule";
    public const string Ready = "dev.longshore.batch.ready";
    public const string Synced = "dev.longshore.batch.synced";
    public const string Cleaned = "dev.longshore.batch.cleaned";
    public const string ScanCompleted = "dev.longshore.scan.completed";

    public static IEnumerable<string> Refusals(EventTaken taken, Seen seen) => taken.Type switch
    {
        Synced => OfSynced(taken, seen),
        Cleaned => OfCleaned(taken, seen),
        ScanCompleted => OfScan(taken, seen),
        _ => [],
    };

    private static IEnumerable<string> OfSynced(EventTaken taken, Seen seen)
    {
        if (seen.Receipts.GetValueOrDefault(taken.DataRef ?? "") is not { } receipt)
            yield return $"uncounted: the event {taken.Id} refers to {taken.DataRef}, which was not put before";
        else if (taken.Read<Counts>() != receipt.Counts)
            yield return $"uncounted: the event {taken.Id} says {taken.Read<Counts>()} and {taken.DataRef} {receipt.Counts}";
    }

    private static IEnumerable<string> OfCleaned(EventTaken taken, Seen seen)
    {
        var told = taken.Read<Cleaned>();
        if (!seen.Outcomes.Values.Any(outcome => outcome.Batch == told.Batch && outcome.Deleted == told.Deleted
            && outcome.BytesFreed == told.BytesFreed && outcome.Gone == told.Gone
            && outcome.Kept.Count == told.Kept.Values.Sum()))
            yield return $"uncounted: the event {taken.Id} tells of {told.Deleted} deletions of batch {told.Batch}, and no "
                + "outcome in S3 does";
    }

    private static IEnumerable<string> OfScan(EventTaken taken, Seen seen)
    {
        if (!seen.Scans.Any(scan => scan.Result == taken.Read<ScanResult>()))
            yield return $"uncounted: the event {taken.Id} says {taken.Read<ScanResult>()}, which no scan's record tells";
    }
}
