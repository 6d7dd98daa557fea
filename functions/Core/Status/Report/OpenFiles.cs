namespace Longshore.Core.Status.Report;

/// <summary>Files that the records leave on the volume, and why.</summary>
/// <param name="Count">All of them, those that no list names included.</param>
/// <param name="Reasons">How many for each outcome and reason, among those that their records name here.</param>
/// <param name="Files">Newest first; each path once.</param>
public sealed record OpenFiles(long Count, ReasonCount[] Reasons, OpenFile[] Files)
{
    public const int MostFiles = 1_000;

    /// <summary>Of several volumes, each with the name of its own.</summary>
    public static OpenFiles Of(IReadOnlyList<(string Name, StatusFacts Facts)> volumes)
    {
        var each = volumes.Select(volume => (volume.Name, Open: Of(volume.Facts))).ToArray();
        return new OpenFiles(each.Sum(one => one.Open.Count),
            [.. each.SelectMany(one => one.Open.Reasons).GroupBy(reason => (reason.Outcome, reason.Reason))
                .Select(group => new ReasonCount(group.Key.Outcome, group.Key.Reason, group.Sum(reason => reason.Files)))
                .OrderByDescending(reason => reason.Files)],
            [.. each.SelectMany(
                one => one.Open.Files.Select(file => one.Name.Length == 0 ? file : file with { Volume = one.Name }))
                .OrderByDescending(file => file.Outcome == LeftFile.Failed).ThenByDescending(file => file.At)
                .ThenBy(file => file.Path, StringComparer.Ordinal).Take(MostFiles)]);
    }

    /// <summary>
    /// What the newest record of each path leaves open. A path is closed once a later receipt ships it or finds it gone. Pure.
    /// </summary>
    public static OpenFiles Of(StatusFacts facts)
    {
        var open = new Dictionary<ulong, OpenFile>();
        var unnamed = 0L;
        var latest = facts.Receipts.Where(receipt => receipt.Problem is null).GroupBy(receipt => receipt.Batch)
            .ToDictionary(group => group.Key, group => group.Max(receipt => receipt.Attempt));
        var events = facts.Receipts.Where(receipt => receipt.Problem is null)
            .Select(receipt => (At: receipt.FinishedAt, Do: (Action)(() =>
        {
            foreach (var path in receipt.Closed)
                open.Remove(path);
            foreach (var file in receipt.Open)
                open[ReceiptFact.HashOf(file.Path)] = file;
            unnamed += latest[receipt.Batch] == receipt.Attempt ? receipt.OpenUnnamed : 0;
        }))).Concat(facts.Cleanups.GroupBy(cleanup => cleanup.Batch).Select(group => group.MaxBy(cleanup => cleanup.WorkedAt)!)
            .Select(cleanup => (At: cleanup.WorkedAt, Do: (Action)(() =>
        {
            foreach (var file in cleanup.Open)
                open[ReceiptFact.HashOf(file.Path)] = file;
            unnamed += cleanup.OpenUnnamed;
        }))));
        foreach (var one in events.OrderBy(one => one.At))
            one.Do();
        // What a scan could not read or name is told by the last one alone: what is mended is not told any more.
        var scans = facts.Scans.Where(scan => !scan.DryRun).ToArray();
        if (scans.LastOrDefault() is { Result.Left.Count: > 0 } last)
        {
            var left = last.Result.Left.Where(file => file?.Path is not null
                && file.Outcome is not (null or LeftFile.Deferred)).ToArray();
            foreach (var file in left)
                open[ReceiptFact.HashOf($"{file.Outcome}/{file.Path}")] =
                    new OpenFile(file.Path, file.Outcome, file.Reason ?? "", last.FinishedAt, last.Key);
            unnamed += Math.Max(0, last.Result.Unreadable + last.Result.Unaddressable + last.Result.Reserved - left.Length);
        }

        var files = open.Values.OrderByDescending(file => file.Outcome == LeftFile.Failed).ThenByDescending(file => file.At)
            .ThenBy(file => file.Path, StringComparer.Ordinal).ToArray();
        return new OpenFiles(files.Length + unnamed,
            [.. files.GroupBy(file => (file.Outcome, file.Reason))
                .Select(group => new ReasonCount(group.Key.Outcome, group.Key.Reason, group.Count()))
                .OrderByDescending(reason => reason.Files)],
            [.. files.Take(MostFiles)]);
    }
}

public sealed record ReasonCount(string Outcome, string Reason, int Files);
