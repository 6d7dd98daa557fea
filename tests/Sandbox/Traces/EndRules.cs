namespace Longshore.Sandbox.Traces;

/// <summary>What must hold when nothing is left to do.</summary>
internal static class EndRules
{
    public static IEnumerable<string> Refusals(RunTrace trace, Seen seen)
    {
        AnnouncedFile[] announced = [.. seen.Announced()];
        return
        [
            .. AsPut(trace, seen), .. trace.MayStayOpen ? [] : NeverClosed(seen), .. Lost(trace, seen, announced),
            .. Balanced(trace, announced), .. CountedTwice(announced), .. Returned(trace, announced),
        ];
    }

    /// <summary>S3 holds what was put, and nothing else.</summary>
    private static IEnumerable<string> AsPut(RunTrace trace, Seen seen)
    {
        var there = trace.Objects.Where(stored => TraceKeys.KindOf(stored.Key) == RecordKind.None
            && !TraceKeys.IsNote(stored.Key)).ToHashSet();
        var put = seen.Objects.Where(pair => !TraceKeys.IsNote(pair.Key)).SelectMany(pair => pair.Value).ToHashSet();
        foreach (var gone in put.Except(there))
            yield return $"overwritten: {Show.Text(gone.Key)} was put with the ETag {gone.ETag} and is no longer in S3";
        foreach (var odd in there.Except(put))
            yield return $"misplaced: S3 holds {Show.Text(odd.Key)} with the ETag {odd.ETag}, which nobody has put";
    }

    private static IEnumerable<string> NeverClosed(Seen seen) => seen.Begun.Keys
        .Where(key => !seen.Outcomes.ContainsKey(TraceKeys.OutcomeOf(key))).Select(key => $"uncounted: {key} was never closed");

    /// <summary>
    /// What the writer left is on the volume or in S3; and what is not on the volume was announced, and told once by the cleanup
    /// that deleted it.
    /// </summary>
    private static IEnumerable<string> Lost(RunTrace trace, Seen seen, AnnouncedFile[] announced)
    {
        var left = trace.Volume.Values.ToHashSet(StringComparer.Ordinal);
        var stored = trace.Objects.SelectMany(version => trace.Bundles.GetValueOrDefault(version.Sha256, [])
            .Select(file => file.Sha256).Append(version.Sha256)).ToHashSet(StringComparer.Ordinal);
        var named = Bytes(announced);
        var told = Bytes(announced.Where(file => file.IsDeleted != false));
        foreach (var (path, version) in seen.Current)
        {
            if (left.Contains(version.Sha256))
                continue;
            if (!stored.Contains(version.Sha256))
                yield return $"lost: {Show.Text(path)} with {version.Size} bytes is neither on the volume nor in S3";
            else if (!named.Contains(version.Sha256))
                yield return $"unannounced: {Show.Text(path)} was deleted, and no begun record names it";
            else if (!told.Contains(version.Sha256))
                yield return $"uncounted: {Show.Text(path)} was deleted, and no outcome tells of it";
        }

        static HashSet<string> Bytes(IEnumerable<AnnouncedFile> files) =>
            files.Select(file => file.Stored?.Sha256).OfType<string>().ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>
    /// Of files that the writer has written once and then left alone, as many count as deleted as are gone. Several may hold the
    /// same bytes: only their number is certain then.
    /// </summary>
    private static IEnumerable<string> Balanced(RunTrace trace, AnnouncedFile[] announced)
    {
        var written = trace.Steps.OfType<FileWritten>().ToArray();
        var touched = written.GroupBy(file => file.Path).Where(path => path.Count() > 1 || path.Any(file => !file.IsOwn))
            .Select(path => path.Key).Concat(trace.Steps.OfType<FileRemoved>().Select(file => file.Path)).ToHashSet();
        var left = trace.Volume.Values.CountBy(sha256 => sha256).ToDictionary();
        var files = announced.ToLookup(file => file.Stored?.Sha256);
        foreach (var same in written.GroupBy(file => file.Sha256).Where(same => !same.Any(file => touched.Contains(file.Path))))
        {
            var gone = same.Count() - left.GetValueOrDefault(same.Key);
            var told = files[same.Key].Count(file => file.IsDeleted == true);
            var open = files[same.Key].Where(file => file.IsDeleted is null).DistinctBy(file => file.Line.Path).Count();
            if (told > gone || told + open < gone)
                yield return $"uncounted: of {Show.Text(string.Join(", ", same.Select(file => file.Path)))} {gone} are gone, and "
                    + $"{told} count as deleted; begun records without an outcome name {open}";
        }
    }

    /// <summary>
    /// No file is counted as deleted twice. An empty file may be: after its deletion one with the same size, time and inode can
    /// be made.
    /// </summary>
    private static IEnumerable<string> CountedTwice(AnnouncedFile[] announced) =>
        announced.Where(file => file.IsDeleted == true && file.Line.Size > 0)
            .GroupBy(file => (file.Line with { Path = TraceKeys.WithoutMark(file.Line.Path) }, file.Stored?.ETag))
            .Where(same => same.Count() > 1)
            .Select(same => $"uncounted: {Show.Text(same.Key.Item1.Path)} counts as deleted in "
                + string.Join(" and in ", same.Select(file => TraceKeys.OutcomeOf(file.Begun))));

    /// <summary>What counts as deleted is not on the volume.</summary>
    private static IEnumerable<string> Returned(RunTrace trace, AnnouncedFile[] announced) =>
        announced.Where(file => file.IsDeleted == true && file.Line.Size > 0
            && trace.Volume.GetValueOrDefault(file.Line.Path) is { } there && file.Stored?.Sha256 == there)
            .Select(file => $"uncounted: {TraceKeys.OutcomeOf(file.Begun)} counts {Show.Text(file.Line.Path)} as deleted, and it "
                + "is on the volume");
}
