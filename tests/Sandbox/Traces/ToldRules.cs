namespace Longshore.Sandbox.Traces;

/// <summary>Where nothing failed, each batch has its receipt, its cleanup and its events.</summary>
internal static class ToldRules
{
    public static IEnumerable<string> Refusals(Seen seen)
    {
        var taken = seen.Events.DistinctBy(taken => (taken.Source, taken.Id)).ToLookup(taken => taken.Type);
        var shipped = seen.Receipts.Values.Select(receipt => Seen.SetOf(receipt.Files.Select(file => file.Path))).ToHashSet();
        foreach (var _ in seen.Batches.Where(files => !shipped.Contains(files)))
            yield return "uncounted: a batch.ready was sent, and no receipt names its files";
        foreach (var key in seen.Receipts.Keys.Except(taken[EventRules.Synced].Select(synced => synced.DataRef)))
            yield return $"uncounted: {key} was put, and no batch.synced tells of it";
        foreach (var key in seen.Receipts.Keys.Except(seen.Begun.Values.Select(begun => begun.Receipt)))
            yield return $"uncounted: {key} was put, and no cleanup followed it";
        foreach (var (key, _) in seen.Outcomes.Where(pair => pair.Value.Interrupted == true))
            yield return $"uncounted: {key} says that its cleanup was interrupted";
        // EventRules sees to it that each tells of another one.
        if (taken[EventRules.Cleaned].Count() != seen.Outcomes.Count)
            yield return $"uncounted: {seen.Outcomes.Count} outcomes were put, and {taken[EventRules.Cleaned].Count()} "
                + "batch.cleaned tell of them";
        // A writer may send batch.ready as well.
        var ready = taken[EventRules.Ready].Where(ready => ready.Source == EventRules.Schedule).ToArray();
        var planned = ready.Sum(ready => ready.Read<Ready>()?.Files.Length);
        var scans = taken[EventRules.ScanCompleted].Select(scan => scan.Read<ScanResult>()).OfType<ScanResult>().ToArray();
        if (scans.Sum(scan => scan.Batches) != ready.Length || scans.Sum(scan => scan.Files) != planned)
            yield return $"uncounted: the scans tell of {scans.Sum(scan => scan.Files)} files in "
                + $"{scans.Sum(scan => scan.Batches)} batches, and {ready.Length} batch.ready of schedule name {planned}";
    }
}
