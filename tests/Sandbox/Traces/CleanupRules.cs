namespace Longshore.Sandbox.Traces;

/// <summary>When a cleanup's records may be put (steps 11 and 17 of the protocol), and what they may say.</summary>
internal static class CleanupRules
{
    public static IEnumerable<string> Refusals(BegunPut put, Seen seen)
    {
        var (key, begun) = (put.Key, put.Begun);
        var (batch, number) = TraceKeys.Parts(key);
        if (batch != begun.Batch)
            yield return $"uncounted: {key} names batch {begun.Batch}";
        if (number > 1 && !seen.Begun.ContainsKey(TraceKeys.WithNumber(key, number - 1)))
            yield return $"uncounted: {key} was put, and number {number - 1} never was";
        if (!seen.Receipts.TryGetValue(begun.Receipt, out var receipt))
        {
            yield return $"unproven: {key} follows {begun.Receipt}, and that was not put before";
            yield break;
        }

        var settled = receipt.Settled.DistinctBy(file => file.Path).ToDictionary(file => file.Path, StringComparer.Ordinal);
        var named = begun.Files.Select(file => file.Path).Concat(begun.Kept.Keys).ToArray();
        if (begun.Batch != receipt.Batch)
            yield return $"unproven: {key} follows the receipt of another batch";
        // A dry run names no files.
        if ((begun.DryRun ? begun.Files.Length > 0 : named.Length + begun.Gone != settled.Count)
            || named.Distinct().Count() != named.Length)
            yield return $"uncounted: {key} does not account for the {settled.Count} shipped files of its receipt";
        foreach (var path in named.Where(path => !settled.ContainsKey(path)))
            yield return $"unproven: {key} names {Show.Text(path)}, and its receipt does not say that S3 holds it";
        foreach (var file in begun.Files)
        {
            if (settled.GetValueOrDefault(file.Path) is { } entry
                && (file.Size != entry.Size || file.Modified != entry.Modified || file.Inode != (entry.Inode ?? 0)))
                yield return $"unproven: {key} is about to delete {Show.Text(file.Path)}, and its receipt names another";
        }
    }

    public static IEnumerable<string> Refusals(OutcomePut put, Seen seen)
    {
        var (key, outcome) = (put.Key, put.Outcome);
        if (!seen.Begun.TryGetValue(TraceKeys.BegunOf(key), out var begun))
        {
            yield return $"unannounced: {key} was put before its begun record";
            yield break;
        }

        if (outcome.Batch != begun.Batch || outcome.Receipt != begun.Receipt || outcome.DryRun != begun.DryRun)
            yield return $"uncounted: {key} follows another receipt than its begun record, or only one of them is a dry run";
        var gone = outcome.GoneMeanwhile ?? [];
        var all = seen.Receipts.GetValueOrDefault(begun.Receipt)?.Settled.Count();
        if (outcome.Deleted + outcome.Gone + outcome.Kept.Count != all || outcome.Gone != begun.Gone + gone.Length)
            yield return $"uncounted: {key} does not account for the {all} shipped files of its receipt";
        var deleted = Seen.DeletedBy(begun, outcome).ToArray();
        if (!begun.DryRun && (deleted.Length != outcome.Deleted || deleted.Sum(file => file.Size) != outcome.BytesFreed))
            yield return $"uncounted: {key} tells of {outcome.Deleted} deletions with {outcome.BytesFreed} bytes, and its begun "
                + $"record leaves {deleted.Length} with {deleted.Sum(file => file.Size)}";
        foreach (var (path, reason) in begun.Kept)
        {
            if (outcome.Kept.GetValueOrDefault(path) != reason)
                yield return $"unannounced: {key} no longer keeps {Show.Text(path)} as {reason}";
        }

        foreach (var path in outcome.Kept.Keys.Except(begun.Kept.Keys).Concat(gone)
            .Where(path => !Array.Exists(begun.Files, file => file.Path == path)))
            yield return $"unannounced: {key} names {Show.Text(path)}, and its begun record does not";
    }
}
