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
        Ready when taken.Source == Schedule => OfReady(taken, seen),
        Synced => OfSynced(taken, seen),
        Cleaned => OfCleaned(taken, seen),
        ScanCompleted => OfScan(taken, seen),
        _ => [],
    };

    /// <summary>A scan's record counts the batches that were sent before it.</summary>
    public static IEnumerable<string> Refusals(ScanPut put, Seen seen)
    {
        var sent = seen.Events.Count(taken => taken.Type == Ready && taken.Source == Schedule);
        var told = seen.Scans.Append(put).Where(scan => !scan.Result.DryRun).Sum(scan => scan.Result.Batches);
        if (told > sent)
            yield return $"uncounted: with {put.Key} the scans tell of {told} batches, and {sent} were sent";
    }

    private static IEnumerable<string> OfReady(EventTaken taken, Seen seen)
    {
        if (taken.DataRef is { } list && !seen.Keys.Contains(list))
            yield return $"uncounted: the event {taken.Id} refers to {list}, which was not put before";
        if (taken.Read<Ready>() is not { } ready)
            yield return $"uncounted: the event {taken.Id} names no files";
        else if (Array.Find(ready.Files, file => !seen.Paths.Contains(file.Path)
            && !seen.Paths.Any(path => TraceKeys.MayBe(file.Path, path))) is { } odd)
            yield return $"misplaced: the event {taken.Id} plans {Show.Text(odd.Path)}, where no file was until then";
    }

    private static IEnumerable<string> OfSynced(EventTaken taken, Seen seen)
    {
        if (seen.Receipts.GetValueOrDefault(taken.DataRef ?? "") is not { } receipt)
            yield return $"uncounted: the event {taken.Id} refers to {taken.DataRef}, which was not put before";
        else if (taken.Read<Counts>() != receipt.Counts || taken.Read<Synced>()?.Batch != receipt.Batch)
            yield return $"uncounted: the event {taken.Id} says {taken.Data}, and {taken.DataRef} {receipt.Counts}";
    }

    /// <summary>Each event tells of another outcome.</summary>
    private static IEnumerable<string> OfCleaned(EventTaken taken, Seen seen)
    {
        var cleaned = taken.Read<Cleaned>();
        var outcomes = seen.Outcomes.Values.Where(outcome => Tells(cleaned, outcome)).ToArray();
        var others = seen.Events.Where(other => other.Type == Cleaned && other.Id != taken.Id).DistinctBy(other => other.Id);
        if (outcomes.Length == 0 || outcomes.Length <= others.Count(other => Tells(other.Read<Cleaned>(), outcomes[0])))
            yield return $"uncounted: the event {taken.Id} says {taken.Data}, and no outcome does of which no other event tells";
    }

    private static bool Tells(Cleaned? told, Outcome outcome) => told is not null
        && outcome.Batch == told.Batch && outcome.Deleted == told.Deleted && outcome.BytesFreed == told.BytesFreed
        && outcome.Gone == told.Gone && outcome.DryRun == told.DryRun
        && outcome.Kept.Values.CountBy(reason => reason).ToHashSet().SetEquals(told.Kept);

    private static IEnumerable<string> OfScan(EventTaken taken, Seen seen)
    {
        if (!seen.Scans.Any(scan => scan.Result == taken.Read<ScanResult>()))
            yield return $"uncounted: the event {taken.Id} says {taken.Data}, which no scan's record tells";
    }
}
