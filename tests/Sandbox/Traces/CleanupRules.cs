namespace Longshore.Sandbox.Traces;

/// <summary>When a cleanup's records may be put (steps 11 and 17 of the protocol), and what they may say.</summary>
internal static class CleanupRules
{
    public static IEnumerable<string> Refusals(BegunPut put, Seen seen)
    {
        var begun = put.Begun;
        foreach (var refused in Numbered(put.Key, begun.Batch, put.Key, seen))
            yield return refused;
        if (seen.Begun.ContainsKey(put.Key))
            yield return $"overwritten: {put.Key} was put twice";
        if (!seen.Receipts.TryGetValue(begun.Receipt, out var receipt))
        {
            yield return $"unproven: {put.Key} follows {begun.Receipt}, and that was not put before";
            yield break;
        }

        var settled = receipt.Settled.DistinctBy(file => file.Path).ToDictionary(file => file.Path, StringComparer.Ordinal);
        var named = begun.Files.Select(file => file.Path).Concat(begun.Kept.Keys).ToArray();
        if (begun.Batch != receipt.Batch)
            yield return $"unproven: {put.Key} follows the receipt of another batch";
        if (!begun.DryRun && (named.Length + begun.Gone != settled.Count || named.Distinct().Count() != named.Length))
            yield return $"uncounted: {put.Key} does not account for the {settled.Count} shipped files of its receipt";
        foreach (var path in named.Where(path => !settled.ContainsKey(path)))
            yield return $"unproven: {put.Key} names {Show.Text(path)}, and its receipt does not say that S3 holds it";
        foreach (var file in begun.Files.Where(file => settled.ContainsKey(file.Path)))
        {
            var entry = settled[file.Path];
            if (file.Size != entry.Size || file.Modified != entry.Modified || file.Inode != (entry.Inode ?? 0))
                yield return $"unproven: {put.Key} is about to delete {Show.Text(file.Path)}, and its receipt names another";
            if (seen.ObjectOf(entry) is null)
                yield return $"unproven: {put.Key} is about to delete {Show.Text(file.Path)}, and S3 does not hold it";
        }
    }

    public static IEnumerable<string> Refusals(OutcomePut put, Seen seen)
    {
        var (key, outcome) = (put.Key, put.Outcome);
        if (seen.Outcomes.ContainsKey(key))
            yield return $"overwritten: {key} was put twice";
        if (!seen.Begun.TryGetValue(TraceKeys.BegunOf(key), out var begun))
        {
            yield return $"unannounced: {key} was put before its begun record";
            yield break;
        }

        if (outcome.Batch != begun.Batch || outcome.Receipt != begun.Receipt)
            yield return $"uncounted: {key} follows another receipt than its begun record";
        if (outcome.DryRun)
            yield break;
        var all = begun.Files.Length + begun.Gone + begun.Kept.Count;
        if (outcome.Deleted + outcome.Gone + outcome.Kept.Count != all)
            yield return $"uncounted: {key} does not account for the {all} shipped files of its receipt";
        var deleted = Seen.DeletedBy(begun, outcome).ToArray();
        if (deleted.Length != outcome.Deleted || deleted.Sum(file => file.Size) != outcome.BytesFreed)
            yield return $"uncounted: {key} tells of {outcome.Deleted} deletions with {outcome.BytesFreed} bytes, and its begun "
                + $"record leaves {deleted.Length} with {deleted.Sum(file => file.Size)}";
        foreach (var path in begun.Kept.Keys.Where(path => !outcome.Kept.ContainsKey(path)))
            yield return $"unannounced: {key} no longer keeps {Show.Text(path)}";
        foreach (var path in (outcome.GoneMeanwhile ?? []).Where(path => !begun.Files.Any(file => file.Path == path)))
            yield return $"unannounced: {key} calls {Show.Text(path)} gone meanwhile, and its begun record does not name it";
    }

    /// <summary>The records of a batch are numbered from 1, without a gap, and name it.</summary>
    private static IEnumerable<string> Numbered(string key, string named, string begun, Seen seen)
    {
        var (batch, number) = TraceKeys.Parts(key);
        if (batch != named)
            yield return $"uncounted: {key} names batch {named}";
        if (number > 1 && !seen.Begun.ContainsKey(TraceKeys.WithNumber(begun, number - 1)))
            yield return $"uncounted: {key} was put, and number {number - 1} never was";
    }
}
