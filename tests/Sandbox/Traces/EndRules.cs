namespace Longshore.Sandbox.Traces;

/// <summary>What must hold when nothing is left to do.</summary>
internal static class EndRules
{
    public static IEnumerable<string> Refusals(RunTrace trace, Seen seen) =>
    [
        .. AsPut(trace, seen), .. Lost(trace, seen), .. CountedTwice(seen), .. Returned(trace, seen),
        .. trace.IsUndisturbed ? ToldToTheEnd(seen) : [],
    ];

    /// <summary>S3 holds what was put, and nothing else.</summary>
    private static IEnumerable<string> AsPut(RunTrace trace, Seen seen)
    {
        var there = trace.Objects.Where(stored => TraceKeys.KindOf(stored.Key) == RecordKind.None
            && !stored.Key.StartsWith(TraceKeys.Uploads, StringComparison.Ordinal)).ToHashSet();
        var put = seen.Objects.Where(pair => !pair.Key.StartsWith(TraceKeys.Uploads, StringComparison.Ordinal))
            .SelectMany(pair => pair.Value).ToHashSet();
        foreach (var gone in put.Except(there))
            yield return $"overwritten: {Show.Text(gone.Key)} was put with the ETag {gone.ETag} and is no longer in S3";
        foreach (var odd in there.Except(put))
            yield return $"misplaced: S3 holds {Show.Text(odd.Key)} with the ETag {odd.ETag}, which nobody has put";
    }

    /// <summary>
    /// What the writer left is on the volume or in S3; and what is not on the volume was announced, and told once by the cleanup
    /// that deleted it.
    /// </summary>
    private static IEnumerable<string> Lost(RunTrace trace, Seen seen)
    {
        var left = trace.Volume.Values.ToHashSet(StringComparer.Ordinal);
        var stored = trace.Objects.Select(version => version.Sha256).ToHashSet(StringComparer.Ordinal);
        var announced = new HashSet<string>(StringComparer.Ordinal);
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (key, begun) in seen.Begun)
        {
            var outcome = seen.Outcomes.GetValueOrDefault(TraceKeys.OutcomeOf(key));
            var bytes = begun.Files.Select(file => (file, Entry: seen.EntryOf(begun, file.Path)))
                .Where(pair => pair.Entry is not null && seen.ObjectOf(pair.Entry) is not null)
                .Select(pair => (pair.file, seen.ObjectOf(pair.Entry!)!.Sha256)).ToArray();
            announced.UnionWith(bytes.Select(pair => pair.Sha256));
            if (outcome is null && !trace.MayStayOpen)
                yield return $"uncounted: {key} was never closed";
            var deleted = outcome is null ? begun.Files : [.. Seen.DeletedBy(begun, outcome)];
            told.UnionWith(bytes.Where(pair => deleted.Contains(pair.file)).Select(pair => pair.Sha256));
        }

        foreach (var (path, version) in seen.Current)
        {
            if (left.Contains(version.Sha256))
                continue;
            if (!stored.Contains(version.Sha256))
                yield return $"lost: {Show.Text(path)} with {version.Size} bytes is neither on the volume nor in S3";
            else if (!announced.Contains(version.Sha256))
                yield return $"unannounced: {Show.Text(path)} was deleted, and no begun record names it";
            else if (!told.Contains(version.Sha256))
                yield return $"uncounted: {Show.Text(path)} was deleted, and no outcome tells of it";
        }
    }

    /// <summary>
    /// No file is counted as deleted twice. An empty file may be: after its deletion one with the same size, time and inode can
    /// be made.
    /// </summary>
    private static IEnumerable<string> CountedTwice(Seen seen) => Deleted(seen).Where(deleted => deleted.Line.Size > 0)
        .GroupBy(deleted => (Path: TraceKeys.WithoutMark(deleted.Line.Path), deleted.Line.Size, deleted.Line.Modified,
            deleted.Line.Inode, deleted.Entry?.ETag))
        .Where(same => same.Count() > 1)
        .Select(same => $"uncounted: {Show.Text(same.Key.Path)} counts as deleted in "
            + string.Join(" and in ", same.Select(deleted => deleted.Key)));

    /// <summary>What counts as deleted is not on the volume.</summary>
    private static IEnumerable<string> Returned(RunTrace trace, Seen seen) => Deleted(seen).Where(deleted =>
            deleted.Line.Size > 0 && !deleted.Outcome.DryRun && deleted.Entry is not null
            && trace.Volume.GetValueOrDefault(deleted.Line.Path) is { } there
            && seen.ObjectOf(deleted.Entry)?.Sha256 == there)
        .Select(deleted => $"uncounted: {deleted.Key} counts {Show.Text(deleted.Line.Path)} as deleted, and it is on the volume");

    private static IEnumerable<(string Key, Outcome Outcome, BegunLine Line, ReceiptLine? Entry)> Deleted(Seen seen) =>
        seen.Outcomes.Where(pair => seen.Begun.ContainsKey(TraceKeys.BegunOf(pair.Key))).SelectMany(pair =>
        {
            var begun = seen.Begun[TraceKeys.BegunOf(pair.Key)];
            return Seen.DeletedBy(begun, pair.Value)
                .Select(line => (pair.Key, pair.Value, line, seen.EntryOf(begun, line.Path)));
        });

    /// <summary>Where nothing failed, each batch has its receipt, its cleanup and its events.</summary>
    private static IEnumerable<string> ToldToTheEnd(Seen seen)
    {
        var taken = seen.Events.DistinctBy(taken => (taken.Source, taken.Id)).ToLookup(taken => taken.Type);
        var shipped = seen.Receipts.Values.Select(receipt => Seen.SetOf(receipt.Files.Select(file => file.Path))).ToHashSet();
        foreach (var _ in seen.Batches.Where(files => !shipped.Contains(files)))
            yield return "uncounted: a batch.ready was sent, and no receipt names its files";
        foreach (var key in seen.Receipts.Keys.Except(taken[EventRules.Synced].Select(synced => synced.DataRef)))
            yield return $"uncounted: {key} was put, and no batch.synced tells of it";
        foreach (var key in seen.Receipts.Keys.Except(seen.Begun.Values.Select(begun => begun.Receipt)))
            yield return $"uncounted: {key} was put, and no cleanup followed it";
        if (taken[EventRules.Cleaned].Count() != seen.Outcomes.Count)
            yield return $"uncounted: {seen.Outcomes.Count} outcomes were put, and {taken[EventRules.Cleaned].Count()} "
                + "batch.cleaned tell of them";
        // A writer may send batch.ready as well.
        var ready = taken[EventRules.Ready].Where(ready => ready.Source == EventRules.Schedule).ToArray();
        var planned = ready.Sum(ready => ready.Read<Ready>().Files.Length);
        var scans = taken[EventRules.ScanCompleted].Select(scan => scan.Read<ScanResult>()).ToArray();
        if (scans.Sum(scan => scan.Batches) != ready.Length || scans.Sum(scan => scan.Files) != planned)
            yield return $"uncounted: the scans tell of {scans.Sum(scan => scan.Files)} files in "
                + $"{scans.Sum(scan => scan.Batches)} batches, and {ready.Length} batch.ready of schedule name {planned}";
    }
}
