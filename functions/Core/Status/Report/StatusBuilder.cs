using Longshore.Core.Capacity;

namespace Longshore.Core.Status.Report;

/// <summary>Makes a report of what the records say. Pure.</summary>
public static class StatusBuilder
{
    private const int MostRows = 200;
    private static readonly TimeSpan Alarming = TimeSpan.FromHours(12);

    public static StatusReport Build(StatusFacts facts, StatusQuestion question)
    {
        var apart = VolumeReport.Apart(facts);
        var (volumes, runs) = (new List<VolumeReport>(), new List<IReadOnlyList<RunReport>>());
        foreach (var (name, its) in apart)
        {
            runs.Add(RunBuilder.Build(its, question.Now));
            volumes.Add(new VolumeReport(name, BacklogOf(its, runs[^1], OpenFiles.Of(its)), Forecast.Of(its.Scans)));
        }

        var first = volumes.OrderBy(volume => volume.Forecast.SecondsToFull ?? double.MaxValue)
            .ThenByDescending(volume => volume.Backlog.LastScan).FirstOrDefault()
            ?? new VolumeReport("", new Backlog(), Forecast.Of([]));
        var shipped = facts.Receipts.Where(receipt => receipt.Problem is null)
            .ToDictionary(receipt => receipt.Key, receipt => receipt.Settled, StringComparer.Ordinal);
        var files = OpenFiles.Of(apart);
        var report = new StatusReport(
            Schema: StatusReport.CurrentSchema,
            At: question.Now,
            Bucket: question.Bucket,
            StatePrefix: question.StatePrefix,
            Since: question.Since,
            State: "empty",
            Attention: [],
            Backlog: first.Backlog,
            Forecast: first.Forecast,
            Volumes: [.. volumes],
            Throughput: Throughput.Of(facts.Receipts, question.Since, question.Now),
            Runs: [.. runs.SelectMany(one => one).OrderByDescending(run => run.StartedAt).Take(MostRows)],
            Batches: [.. facts.Receipts.Reverse().Take(MostRows).Select(RunBuilder.Of)],
            Cleanups: [.. facts.Cleanups.Reverse().Take(MostRows)
                .Select(cleanup => RunBuilder.Of(cleanup, shipped.TryGetValue(cleanup.Receipt, out var number) ? number : null))],
            Begun: new BegunReport(facts.BegunCount, [.. facts.Begun.Reverse()]),
            Files: files,
            DeadLetters: new DeadLetterReport(facts.DeadEvents, facts.WaitingEvents,
                [.. facts.Letters.Select(letter => new DeadLetterRow(
                letter.Key, letter.State, letter.ReceivedAt, letter.Deaths, letter.Type, letter.Source, letter.Id, letter.Code,
                letter.Reason ?? letter.Detail, ReplayLine.Of(letter)))]),
            Cost: MonthCost.Of(facts, question.Prices, question.StorageClass, question.Since, question.Now),
            Damaged: new DamagedReport(facts.DamagedCount, [.. facts.Damaged]),
            Folders: [.. facts.Folders]);
        string[] attention = [.. volumes.Zip(runs, apart)
            .SelectMany(each => OfVolume(each.First, each.Second, question.Now)
            .Concat(OfBegun(each.Third.Facts.Begun, question.Now))
            .Select(sentence => volumes.Count == 1 ? sentence : $"{each.First.Title}: {sentence}")), .. Attention(report)];
        var isEmpty = facts.Scans.Count + facts.Receipts.Count + facts.Cleanups.Count + facts.Begun.Count == 0;
        return report with { Attention = attention, State = attention.Length > 0 ? "attention" : isEmpty ? "empty" : "well" };
    }

    private static Backlog BacklogOf(StatusFacts facts, IReadOnlyList<RunReport> runs, OpenFiles files)
    {
        var starts = runs.Where(run => run is { DryRun: false, Prefix: null or "" }).Select(run => run.StartedAt).ToArray();
        var gaps = starts.Zip(starts.Skip(1), (left, right) => (right - left).TotalSeconds).Order().ToArray();
        var last = runs.LastOrDefault(run => !run.DryRun);
        return new Backlog
        {
            LastScan = facts.Scans.Count == 0 ? null : facts.Scans[^1].StartedAt,
            Interval = gaps.Length < 2 ? null : gaps[gaps.Length / 2],
            Files = (last?.Deferred ?? 0) + (last?.WithoutReceipt ?? 0) + files.Count,
            OldestAge =
                facts.Scans.LastOrDefault(scan => scan is { Prefix: null or "", After: null })?.Result.OldestAge?.TotalSeconds,
        };
    }

    private static IEnumerable<string> OfVolume(VolumeReport volume, IReadOnlyList<RunReport> runs, DateTimeOffset now)
    {
        // What has no name is not scanned under it any more.
        if (volume is { Name.Length: > 0, Backlog: { Interval: { } interval, LastScan: { } last } }
            && (now - last).TotalSeconds > (interval * 1.5) + RunBuilder.AtWork.TotalSeconds)
            yield return $"No scan for {Units.Minutes((now - last).TotalSeconds)}; they came every {Units.Minutes(interval)}.";
        if (runs.Count > 0 && runs[^1].Problems is { Length: > 0 } problems)
            yield return $"Of the last run: {string.Join("; ", problems)}.";
        if (runs.Count > 0 && runs[^1].Unreadable > 0)
            yield return "The last scan could not read "
                + $"{RunBuilder.Count(runs[^1].Unreadable, "file or folder", "files or folders")}; the list of files names them.";
        var earlier = runs.SkipLast(1).Count(run => run.Problems.Length > 0);
        if (earlier > 0)
            yield return $"{RunBuilder.Count(earlier, "earlier run")} did not come out even; the table of runs says how.";
        if (volume.Forecast.SecondsToFull is { } seconds && seconds < Alarming.TotalSeconds)
            yield return $"The volume is full in {Units.Minutes(seconds)} if it goes on as it does.";
    }

    private static IEnumerable<string> OfBegun(IReadOnlyList<BegunFact> cleanups, DateTimeOffset now)
    {
        var late = cleanups.Where(begun => now - begun.StartedAt > RunBuilder.AtWork).ToArray();
        if (late.Length > 0)
            yield return $"{RunBuilder.Count(late.Length, "cleanup")} did not finish, with "
                + $"{RunBuilder.Count(late.Sum(one => (long)one.Files), "file")} to delete; a later cleanup of the volume "
                + "closes the account.";
    }

    private static IEnumerable<string> Attention(StatusReport report)
    {
        var failed = report.Files.Reasons.Where(reason => reason.Outcome == LeftFile.Failed).Sum(reason => reason.Files);
        if (failed > 0)
            yield return $"{RunBuilder.Count(failed, "file")} could not be shipped and {(failed == 1 ? "lies" : "lie")} on "
                + "the volume.";
        if (report.DeadLetters.Waiting > 0)
            yield return $"{RunBuilder.Count(report.DeadLetters.Waiting, "dead letter")} "
                + $"{(report.DeadLetters.Waiting == 1 ? "waits" : "wait")} for replay.";
        if (report.Damaged.Count > 0)
            yield return $"{RunBuilder.Count(report.Damaged.Count, "object")} beneath {report.StatePrefix} "
                + $"{(report.Damaged.Count == 1 ? "is" : "are")} damaged or not Longshore's.";
    }
}

/// <summary>What a status is made for.</summary>
/// <param name="StorageClass"><c>S3__StorageClass</c>.</param>
public sealed record StatusQuestion(
    DateTimeOffset Now, DateTimeOffset Since, string Bucket, string StatePrefix, PriceList Prices, string? StorageClass);
