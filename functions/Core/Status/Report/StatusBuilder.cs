using Longshore.Core.Capacity;

namespace Longshore.Core.Status.Report;

/// <summary>Makes the report from the records. Pure.</summary>
public static class StatusBuilder
{
    private const int MostRows = 200;
    private static readonly TimeSpan Alarming = TimeSpan.FromHours(12);

    internal static StatusReport Build(StatusFacts facts, StatusQuestion question)
    {
        var split = VolumeReport.Split(facts);
        var (volumes, allRuns, attention) = (new List<VolumeReport>(), new List<RunReport>(), new List<string>());
        foreach (var (name, ofVolume) in split)
        {
            var runs = RunBuilder.Build(ofVolume, question.Now);
            var volume = new VolumeReport(name, BacklogOf(ofVolume, runs), Forecast.Of(ofVolume.Scans));
            attention.AddRange(VolumeAttention(volume, runs, ofVolume.Begun, question.Now)
                .Select(sentence => split.Count == 1 ? sentence : $"{volume.Title}: {sentence}"));
            volumes.Add(volume);
            allRuns.AddRange(runs);
        }

        var first = volumes.OrderBy(volume => volume.Forecast.SecondsToFull ?? double.MaxValue)
            .ThenByDescending(volume => volume.Backlog.LastScan).FirstOrDefault()
            ?? new VolumeReport("", new Backlog(null, null, 0, null), Forecast.Of([]));
        var shipped = facts.Receipts.Where(receipt => receipt.Problem is null)
            .ToDictionary(receipt => receipt.Key, receipt => receipt.Settled, StringComparer.Ordinal);
        var runOf = allRuns.SelectMany(run => run.Records.Select(key => (key, run.StartedAt)))
            .DistinctBy(record => record.key).ToDictionary(record => record.key, record => (DateTimeOffset?)record.StartedAt,
            StringComparer.Ordinal);
        var files = OpenFiles.Of(split, runOf);
        attention.AddRange(Attention(facts, files, question.StatePrefix));
        var isEmpty = facts.Scans.Count + facts.Receipts.Count + facts.Cleanups.Count + facts.Begun.Count == 0;
        return new StatusReport(
            Schema: "longshore.status/1",
            At: question.Now,
            Bucket: question.Bucket,
            StatePrefix: question.StatePrefix,
            Since: question.Since,
            State: attention.Count > 0 ? "attention" : isEmpty ? "empty" : "well",
            Attention: [.. attention],
            Backlog: first.Backlog,
            Forecast: first.Forecast,
            Volumes: [.. volumes],
            Throughput: Throughput.Of(facts.Receipts, question.Since, question.Now),
            Runs: [.. allRuns.OrderByDescending(run => run.StartedAt).Take(MostRows)],
            Batches: [.. facts.Receipts.Reverse().Take(MostRows)
                .Select(receipt => RunBuilder.Of(receipt) with { Run = runOf.GetValueOrDefault(receipt.Key) })],
            Cleanups: [.. facts.Cleanups.Reverse().Take(MostRows)
                .Select(cleanup => RunBuilder.Of(cleanup, shipped.TryGetValue(cleanup.Receipt, out var number) ? number : null)
                    with { Run = runOf.GetValueOrDefault(cleanup.Key) })],
            Begun: new BegunReport(facts.BegunCount, [.. facts.Begun.Reverse()]),
            Files: files,
            DeadLetters: facts.DeadLetters,
            Cost: MonthCost.Of(facts, question.Prices, question.StorageClass, question.Since, question.Now),
            Damaged: facts.Damaged,
            Folders: [.. facts.Folders]);
    }

    private static Backlog BacklogOf(StatusFacts facts, IReadOnlyList<RunReport> runs)
    {
        var starts = runs.Where(run => run is { DryRun: false, Prefix: null or "" }).Select(run => run.StartedAt).ToArray();
        var enough = starts.Length > 2 && Forecast.IsEnough(starts.Length, starts[^1] - starts[0]);
        var gaps = starts.Zip(starts.Skip(1), (left, right) => (right - left).TotalSeconds).Order().ToArray();
        var last = runs.LastOrDefault(run => !run.DryRun);
        var real = facts.Scans.Where(scan => !scan.DryRun).ToArray();
        var whole = real.LastOrDefault(scan => scan is { Prefix: null or "", After: null });
        return new Backlog(
            LastScan: real.LastOrDefault()?.StartedAt,
            Interval: enough ? gaps[gaps.Length / 2] : null,
            Files: (last?.Deferred ?? 0) + (last?.WithoutReceipt ?? 0) + OpenFiles.CountOf(facts),
            OldestAge: whole?.Result.OldestAge?.TotalSeconds);
    }

    private static IEnumerable<string> VolumeAttention(
        VolumeReport volume, IReadOnlyList<RunReport> runs, IReadOnlyList<BegunFact> begun, DateTimeOffset now)
    {
        // Only old records have no volume name, so no new scan is expected there, nor after a trial run.
        if (volume is { Name.Length: > 0, IsTrial: false, Backlog: { Interval: { } interval, LastScan: { } last } }
            && (now - last).TotalSeconds > (interval * 1.5) + RunBuilder.AtWork.TotalSeconds)
            yield return $"No scan for {Units.Minutes((now - last).TotalSeconds)}; they came every {Units.Minutes(interval)}.";
        if (runs.Count > 0 && runs[^1].Problems is { Length: > 0 } problems)
            yield return $"Of the last run: {string.Join("; ", problems)}.";
        if (runs.Count > 0 && runs[^1].Unreadable > 0)
            yield return "The last scan could not read "
                + $"{RunBuilder.Count(runs[^1].Unreadable, "file or folder", "files or folders")}; the list of files names them.";
        var earlier = runs.SkipLast(1).Count(run => run.Problems.Length > 0);
        if (earlier > 0)
            yield return $"{RunBuilder.Count(earlier, "earlier run")} {(earlier == 1 ? "does" : "do")} not balance; the table of "
                + "runs says why.";
        if (volume.Forecast.SecondsToFull is { } seconds && seconds < Alarming.TotalSeconds)
            yield return $"The volume is full in {Units.Minutes(seconds)} if it goes on as it does.";
        var late = begun.Where(cleanup => now - cleanup.StartedAt > RunBuilder.AtWork).ToArray();
        if (late.Length > 0)
            yield return $"{RunBuilder.Count(late.Length, "cleanup")} did not finish, with "
                + $"{Units.Files(late.Sum(one => (long)one.Files))} to delete; a later cleanup of the volume "
                + "closes the account.";
    }

    private static IEnumerable<string> Attention(StatusFacts facts, OpenFiles files, string statePrefix)
    {
        var failed = files.Reasons.Where(reason => reason.Outcome == LeftFile.Failed).Sum(reason => reason.Files);
        if (failed > 0)
            yield return $"{Units.Files(failed)} could not be shipped and {(failed == 1 ? "lies" : "lie")} on "
                + "the volume.";
        if (facts.DeadLetters.Waiting is > 0 and var waiting)
            yield return $"{RunBuilder.Count(waiting, "dead letter")} {(waiting == 1 ? "waits" : "wait")} for replay.";
        if (facts.Damaged.Count is > 0 and var damaged)
            yield return $"{RunBuilder.Count(damaged, "object")} beneath {statePrefix} {(damaged == 1 ? "is" : "are")} damaged "
                + "or not Longshore's.";
    }
}

/// <summary>The settings of a report.</summary>
/// <param name="StorageClass"><c>S3__StorageClass</c>.</param>
internal sealed record StatusQuestion(
    DateTimeOffset Now, DateTimeOffset Since, string Bucket, string StatePrefix, PriceList Prices, string? StorageClass);
