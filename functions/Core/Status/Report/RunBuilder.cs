namespace Longshore.Core.Status.Report;

/// <summary>Groups scans, receipts and cleanups into runs and compares their counts. Pure.</summary>
internal static class RunBuilder
{
    /// <summary>A run may be at work for this long after its last record. Until then, missing counts are no problem.</summary>
    public static readonly TimeSpan AtWork = TimeSpan.FromMinutes(15);

    /// <param name="facts">The facts of one volume.</param>
    /// <returns>Oldest first.</returns>
    public static IReadOnlyList<RunReport> Build(StatusFacts facts, DateTimeOffset now)
    {
        var groups = new List<Group>();
        foreach (var scan in MergeTries(facts.Scans))
        {
            if (scan.After is { } after && groups.LastOrDefault(group => group.Scans[^1].Next == after) is { } cut)
                cut.Scans.Add(scan);
            else
                groups.Add(new Group([scan], [], []));
        }

        var real = groups.Where(group => !group.Scans[0].DryRun).ToArray();
        foreach (var receipt in facts.Receipts)
            real.LastOrDefault(group => group.Scans[0].StartedAt <= receipt.StartedAt)?.Receipts.Add(receipt);
        foreach (var cleanup in facts.Cleanups)
            real.LastOrDefault(group => group.Scans[0].StartedAt <= cleanup.StartedAt)?.Cleanups.Add(cleanup);
        var valid = facts.Receipts.Where(receipt => receipt.Problem is null).ToArray();
        var all = new AllRecords(
            valid.ToDictionary(receipt => receipt.Key, receipt => receipt.Settled, StringComparer.Ordinal),
            valid.GroupBy(receipt => receipt.Batch).ToDictionary(
                attempts => attempts.Key, attempts => attempts.Max(receipt => receipt.Attempt), StringComparer.Ordinal),
            [.. facts.Cleanups.Where(cleanup => !cleanup.DryRun).Select(cleanup => cleanup.Receipt)]);
        return [.. groups.Select(group => Report(group, all, facts.ReceiptsFrom, now))];
    }

    public static BatchReport Of(ReceiptFact receipt) => new(
        receipt.StartedAt, (receipt.FinishedAt - receipt.StartedAt).TotalSeconds, receipt.Batch, receipt.Attempt,
        receipt.Counts.Planned, receipt.Counts.Uploaded, receipt.Counts.Present, receipt.Counts.Deferred, receipt.Counts.Missing,
        receipt.Counts.Failed, receipt.Counts.Remaining, receipt.Counts.BytesUploaded, receipt.Problem, receipt.VolumeName);

    /// <param name="shipped">Shipped files of the receipt; null if the receipt was not read.</param>
    public static CleanupReport Of(CleanupFact cleanup, int? shipped)
    {
        var files = cleanup.Deleted + cleanup.Kept + cleanup.Gone;
        var problem = shipped is null || shipped == files
            ? null : $"it accounts for {files} files, and its receipt for {shipped} shipped ones";
        return new CleanupReport(
            cleanup.StartedAt, (cleanup.FinishedAt - cleanup.StartedAt).TotalSeconds, cleanup.Batch, shipped, cleanup.Deleted,
            cleanup.Kept, cleanup.Gone, cleanup.BytesFreed, cleanup.DryRun, problem, cleanup.Interrupted, cleanup.VolumeName);
    }

    /// <summary>
    /// A scan has a record of each try. The last record has the counts, the first one the start. Batches that a try emitted stay
    /// emitted, so the largest number of files counts.
    /// </summary>
    private static IEnumerable<ScanFact> MergeTries(IReadOnlyList<ScanFact> scans) => scans
        .GroupBy(scan => scan.Event.Length > 0 ? $"{scan.Event} {scan.After}" : scan.Key)
        .Select(static tries =>
        {
            var last = tries.MaxBy(scan => scan.FinishedAt)!;
            return last with
            {
                StartedAt = tries.Min(scan => scan.StartedAt),
                Tries = Math.Max(tries.Count(), tries.Max(scan => scan.Tries)),
                Result = last.Result with { Files = tries.Max(scan => scan.Result.Files) },
            };
        })
        .OrderBy(scan => scan.StartedAt);

    private static RunReport Report(Group group, AllRecords all, DateTimeOffset? receiptsFrom, DateTimeOffset now)
    {
        var (scans, first) = (group.Scans, group.Scans[0]);
        // If a batch was tried again, its last attempt counts. What an earlier one has uploaded is present in it.
        var attempts = group.Receipts.Where(receipt => receipt.Problem is null).GroupBy(receipt => receipt.Batch).ToArray();
        var receipts = attempts.Select(batch => batch.MaxBy(receipt => receipt.Attempt)!).ToArray();
        var settled = receipts.Sum(receipt => (long)receipt.Settled);
        var uploaded = Math.Min(settled, attempts.Sum(batch => batch.Sum(receipt => (long)receipt.Counts.Uploaded)));
        var cleaned = group.Cleanups.Where(cleanup => !cleanup.DryRun).GroupBy(cleanup => cleanup.Batch)
            .Select(cleanups => cleanups.OrderBy(cleanup => cleanup.WorkedAt).ToArray()).ToArray();
        // A batch that was settled before gets no new receipt: its cleanup names the old one, and its files were in S3 before.
        var borrowed = group.Cleanups.Select(cleanup => cleanup.Receipt).Except(group.Receipts.Select(receipt => receipt.Key))
            .Sum(key => (long)all.Settled.GetValueOrDefault(key));
        var accounted = borrowed + receipts.Sum(
            receipt => (long)receipt.Counts.Planned - (all.IsContinued(receipt) ? 0 : receipt.Counts.Remaining));
        var run = new RunReport(
            Volume: first.VolumeName,
            StartedAt: first.StartedAt,
            FinishedAt: scans.Select(scan => scan.FinishedAt).Concat(group.Receipts.Select(receipt => receipt.FinishedAt))
                .Concat(group.Cleanups.Select(cleanup => cleanup.WorkedAt)).Max(),
            Scans: scans.Count,
            Prefix: first.Prefix,
            DryRun: first.DryRun,
            Seen: scans.Sum(scan => scan.Seen),
            Batched: scans.Sum(scan => scan.Result.Files),
            Deferred: scans.Sum(scan => scan.Result.Deferred),
            Ignored: scans.Sum(scan => scan.Result.Ignored),
            Reserved: scans.Sum(scan => scan.Result.Reserved),
            Unaddressable: scans.Sum(scan => scan.Result.Unaddressable),
            Special: scans.Sum(scan => scan.Result.Special),
            Unreadable: scans.Sum(scan => scan.Result.Unreadable),
            Batches: receipts.Length,
            Uploaded: uploaded,
            Present: borrowed + settled - uploaded,
            DeferredBySync: receipts.Sum(receipt => (long)receipt.Counts.Deferred),
            Missing: receipts.Sum(receipt => (long)receipt.Counts.Missing),
            Failed: receipts.Sum(receipt => (long)receipt.Counts.Failed),
            BytesUploaded: attempts.Sum(batch => batch.Sum(receipt => receipt.Counts.BytesUploaded)),
            Deleted: cleaned.Sum(cleanups => cleanups.Sum(cleanup => (long)cleanup.Deleted)),
            Kept: cleaned.Sum(cleanups => (long)cleanups[^1].Kept),
            Gone: cleaned.Sum(
                cleanups => Math.Max(0, cleanups[^1].Gone - cleanups[..^1].Sum(cleanup => (long)cleanup.Deleted))),
            BytesFreed: cleaned.Sum(cleanups => cleanups.Sum(cleanup => cleanup.BytesFreed)),
            WithoutReceipt: first.DryRun ? 0 : Math.Max(0, scans.Sum(scan => scan.Result.Files) - accounted),
            Posted: Math.Max(0, accounted - borrowed - scans.Sum(scan => scan.Result.Files)),
            NotCleaned: receipts.Where(receipt => !all.Cleaned.Contains(receipt.Key) && !all.IsContinued(receipt))
                .Sum(receipt => (long)receipt.Settled),
            Partial: receiptsFrom > first.StartedAt,
            Problems: [],
            Remarks: [])
        {
            Records = [.. scans.Select(scan => scan.Key), .. group.Receipts.Select(receipt => receipt.Key),
                .. group.Cleanups.Select(cleanup => cleanup.Key)],
        };
        string[] problems = [.. Problems(run, group, all.Settled, now)];
        return run with { Problems = problems, Remarks = [.. Remarks(run with { Problems = problems }, group, all)] };
    }

    private static IEnumerable<string> Problems(RunReport run, Group group, Dictionary<string, int> settled, DateTimeOffset now)
    {
        var bad = group.Receipts.Count(receipt => receipt.Problem is not null);
        if (bad > 0)
            yield return $"{Count(bad, "receipt")} cannot be believed";
        var unlike = group.Cleanups.Count(cleanup => settled.TryGetValue(cleanup.Receipt, out var shipped)
            && Of(cleanup, shipped).Problem is not null);
        if (unlike > 0)
            yield return $"{Count(unlike, "cleanup")} and {(unlike == 1 ? "its receipt" : "their receipts")} do not balance";
        var refused = group.Scans.Sum(scan => scan.Result.FailedBatches);
        if (refused > 0)
            yield return $"the Broker did not take {Count(refused, "batch", "batches")}";
        if (now - run.FinishedAt < AtWork || run.Partial)
            yield break;
        if (group.Scans[^1].Next is not null)
            yield return "the scan was cut and did not go on";
        if (run.WithoutReceipt > 0)
            yield return $"{Count(run.WithoutReceipt, "file")} of its batches {(run.WithoutReceipt == 1 ? "is" : "are")} in "
                + "no receipt";
        if (run.NotCleaned > 0 && !group.Cleanups.Exists(cleanup => cleanup.DryRun))
            yield return $"{Count(run.NotCleaned, "shipped file")} {(run.NotCleaned == 1 ? "is" : "are")} in no cleanup's record";
    }

    private static IEnumerable<string> Remarks(RunReport run, Group group, AllRecords all)
    {
        if (group.Cleanups.Exists(cleanup => cleanup.DryRun))
            yield return "its cleanup was a dry run and deleted nothing";
        if (run.Problems.Length == 0 && IsSettledLater(group, all))
            yield return "settled by a later run";
        if (run.Failed > 0)
            yield return $"{Count(run.Failed, "file")} failed";
        if (run.Posted > 0)
            yield return Count(run.Posted, "file")
                + (group.Scans.Exists(scan => scan.Tries > 1) ? " shipped by an earlier try of the scan" : " posted by a writer");
        if (run.Unreadable > 0)
            yield return $"{Count(run.Unreadable, "file or folder", "files or folders")} could not be read";
        if (run.Unaddressable > 0)
            yield return $"{Count(run.Unaddressable, "name")} cannot be a key";
        if (run.Partial)
            yield return "older receipts were not read";
    }

    /// <summary>Whether a later run has continued a batch of this run, or cleaned up after it.</summary>
    private static bool IsSettledLater(Group group, AllRecords all)
    {
        var cleaned = group.Cleanups.Where(cleanup => !cleanup.DryRun).Select(cleanup => cleanup.Receipt).ToHashSet();
        var latest = group.Receipts.GroupBy(receipt => receipt.Batch)
            .Select(attempts => attempts.MaxBy(receipt => receipt.Attempt)!).Where(receipt => receipt.Problem is null);
        return latest.Any(receipt => all.IsContinued(receipt)
            || (receipt.Settled > 0 && all.Cleaned.Contains(receipt.Key) && !cleaned.Contains(receipt.Key)));
    }

    internal static string Count(long number, string one, string? many = null) =>
        FormattableString.Invariant($"{number:N0} {(number == 1 ? one : many ?? one + "s")}");

    /// <summary>Facts from the records of all runs.</summary>
    /// <param name="Settled">Shipped files by receipt.</param>
    /// <param name="Latest">The last attempt at each batch.</param>
    /// <param name="Cleaned">Receipts that have a cleanup.</param>
    private sealed record AllRecords(Dictionary<string, int> Settled, Dictionary<string, int> Latest, HashSet<string> Cleaned)
    {
        /// <summary>Whether a later attempt at its batch counts all its files again.</summary>
        public bool IsContinued(ReceiptFact receipt) => Latest[receipt.Batch] > receipt.Attempt;
    }

    private sealed record Group(List<ScanFact> Scans, List<ReceiptFact> Receipts, List<CleanupFact> Cleanups);
}
