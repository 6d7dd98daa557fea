namespace Longshore.Core.Status.Report;

/// <summary>Files that the records leave on the volume, with their reasons.</summary>
/// <param name="Count">All of them, with and without a name here.</param>
/// <param name="Reasons">The number of named files for each outcome and reason.</param>
/// <param name="Files">Failed files first, then the newest; each path once.</param>
public sealed record OpenFiles(long Count, ReasonCount[] Reasons, OpenFile[] Files)
{
    public const int MostFiles = 1_000;

    /// <summary>The open files of several volumes. Each file gets the name of its volume.</summary>
    /// <param name="runOf">The start of the run of each record.</param>
    internal static OpenFiles Of(
        IEnumerable<(string Name, StatusFacts Facts)> volumes, IReadOnlyDictionary<string, DateTimeOffset?> runOf)
    {
        var (open, unnamed) = (new List<OpenFile>(), 0L);
        foreach (var (name, facts) in volumes)
        {
            var (files, others) = Find(facts);
            open.AddRange(files.Select(file => file with
            {
                Volume = name.Length == 0 ? null : name,
                Run = runOf.GetValueOrDefault(file.Record),
            }));
            unnamed += others;
        }

        var sorted = open.OrderByDescending(file => file.Outcome == LeftFile.Failed).ThenByDescending(file => file.At)
            .ThenBy(file => file.Path, StringComparer.Ordinal).ToArray();
        return new OpenFiles(open.Count + unnamed,
            [.. sorted.GroupBy(file => (file.Outcome, file.Reason))
                .Select(group => new ReasonCount(group.Key.Outcome, group.Key.Reason, group.Count()))
                .OrderByDescending(reason => reason.Files)],
            [.. sorted.Take(MostFiles)]);
    }

    /// <summary>How many files are open on one volume.</summary>
    internal static long CountOf(StatusFacts facts) => Find(facts) is var (files, unnamed) ? files.Count + unnamed : 0;

    /// <summary>
    /// The open files of one volume by the newest record of each path. A later receipt closes a path if the file is shipped or
    /// missing there.
    /// </summary>
    private static (IReadOnlyCollection<OpenFile> Files, long Unnamed) Find(StatusFacts facts)
    {
        var open = new Dictionary<ulong, OpenFile>();
        var receipts = facts.Receipts.Where(receipt => receipt.Problem is null).ToArray();
        var latest = receipts.GroupBy(receipt => receipt.Batch)
            .ToDictionary(group => group.Key, group => group.Max(receipt => receipt.Attempt));
        var cleanups = facts.Cleanups.GroupBy(cleanup => cleanup.Batch)
            .Select(group => group.MaxBy(cleanup => cleanup.WorkedAt)!).ToArray();
        var records = receipts.Select(receipt => (At: receipt.FinishedAt, receipt.Closed, receipt.Open))
            .Concat(cleanups.Select(cleanup => (At: cleanup.WorkedAt, Closed: (IReadOnlyList<ulong>)[], cleanup.Open)));
        foreach (var record in records.OrderBy(record => record.At))
        {
            foreach (var path in record.Closed)
                open.Remove(path);
            foreach (var file in record.Open)
                open[ReceiptFact.HashOf(file.Path)] = file;
        }

        var unnamed = cleanups.Sum(cleanup => (long)cleanup.OpenUnnamed)
            + receipts.Where(receipt => latest[receipt.Batch] == receipt.Attempt).Sum(receipt => (long)receipt.OpenUnnamed);
        // Every scan records the files that it cannot read or that have no key, so the last scan is enough.
        if (facts.Scans.LastOrDefault(scan => !scan.DryRun) is not { Result.Left.Count: > 0 } last)
            return (open.Values, unnamed);
        var left = last.Result.Left.Where(file => file?.Path is not null
            && file.Outcome is not (null or LeftFile.Deferred)).ToArray();
        foreach (var file in left)
            open[ReceiptFact.HashOf($"{file.Outcome}/{file.Path}")] =
                new OpenFile(file.Path, file.Outcome, file.Reason ?? "", last.FinishedAt, last.Key);
        unnamed += Math.Max(0, last.Result.Unreadable + last.Result.Unaddressable + last.Result.Reserved - left.Length);
        return (open.Values, unnamed);
    }
}

public sealed record ReasonCount(string Outcome, string Reason, int Files);
