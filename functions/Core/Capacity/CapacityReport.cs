namespace Longshore.Core.Capacity;

/// <summary>One part of a plan, for people.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Heads">Null where the first column says it.</param>
/// <param name="Rows">As wide as the heads.</param>
/// <param name="Numbers">Columns that are set to the right.</param>
/// <param name="Notes">Sentences beneath.</param>
public sealed record ReportSection(string Title, string[]? Heads, string[][] Rows, int[] Numbers, string[] Notes);

/// <summary>What the terminal and the page show alike.</summary>
public static class CapacityReport
{
    public static IEnumerable<ReportSection> Of(CapacityPlan plan)
    {
        yield return Rate(plan.Rate);
        yield return Disk(plan.Disk);
        yield return Drain(plan);
        yield return Cost(plan.Cost);
        yield return Classes(plan.Cost);
        if (plan.Corrections is { } corrections)
        {
            yield return new("Correction of the notes passed on with the founding case", ["SAID", "IS", "BECAUSE"],
                [.. corrections.Select(one => new[] { one.Said, one.Is, one.Because })], [], []);
        }

        yield return new("Assumed", null, [], [], plan.Assumptions);
    }

    private static ReportSection Rate(RatePlan rate)
    {
        var interval = Units.Duration(TimeSpan.FromSeconds(rate.Interval));
        string[] notes = rate.BusiestHour is { } peak
            ? [$"busiest hour: {peak.Hour:yyyy-MM-dd'T'HH:mm'Z'} with {Units.Count(peak.Files)} files, {Units.Bytes(peak.Bytes)}"]
            : [];
        return new($"Rate: {rate.Origin}", ["", "FILES", "BYTES"],
        [
            [$"each {interval}", Units.Count(rate.FilesPerInterval), Units.Bytes(rate.BytesPerInterval)],
            ["a day", Units.Count(rate.FilesPerDay), Units.Bytes(rate.BytesPerDay)],
            ["a month", Units.Count(rate.FilesPerMonth), Units.Bytes(rate.BytesPerMonth)],
            ["on average", $"{Units.Number(rate.FilesPerDay / 86400)}/s", Units.PerSecond(rate.BytesPerSecond)],
            ["a file", "", Units.Bytes(rate.MeanFileBytes)],
        ], [1, 2], notes);
    }

    private static ReportSection Disk(DiskPlan disk) => new(
        $"Disk, with {(disk.Headroom * 100).ToString("0", CultureInfo.InvariantCulture)} % of the volume left free",
        ["WHAT GATHERS IN", "FILES", "BYTES", "ON DISK", "VOLUME"],
        [.. disk.Rows.Select(row => new[]
        {
            row.For, Units.Count(row.Files), Units.Bytes(row.Bytes), Units.Bytes(row.OnDisk), Units.Bytes(row.WithHeadroom),
        })],
        [1, 2, 3, 4],
        [
            $"request {disk.ClaimSize} for the PersistentVolumeClaim; with nothing shipped it is full after "
                + $"{Units.Number(disk.SecondsToFull / 86400)} days",
        ]);

    private static ReportSection Drain(CapacityPlan plan)
    {
        var (drain, run) = (plan.Drain, plan.Run);
        var notes = new List<string>();
        if (drain.IsThrottled)
            notes.Add(
                $"{Units.Number(drain.FilesPerSecond)} files/s is over the {CapacityAssumptions.PutsPerSecondPerPrefix} that "
                + "S3 takes beneath one prefix: drain longer, or spread the keys over prefixes");
        return new(
            $"Run: one interval of {Units.Duration(TimeSpan.FromSeconds(plan.Rate.Interval))} uploaded in "
            + $"{Units.Duration(TimeSpan.FromSeconds(drain.Within))}", null,
        [
            ["bandwidth", $"{Units.PerSecond(drain.BytesPerSecond)} ({Units.Number(drain.BitsPerSecond / 1e6)} Mbit/s)"],
            ["files",
                $"{Units.Number(drain.FilesPerSecond)}/s, {Units.Number(drain.FilesPerSecondPerPod)}/s in each sync pod with "
                + $"{Units.Count(drain.UploadsInFlightPerPod)} uploads in flight"],
            ["batches", Units.Count(run.Batches)],
            ["pods", $"{run.SchedulePods} schedule, {run.SyncPods} sync, {run.CleanupPods} cleanup at once"],
            ["requests",
                $"{Units.Count(run.Requests.Total)}: {Units.Count(run.Requests.FilePuts)} PUT of files, "
                + $"{Units.Count(run.Requests.RecordPuts)} PUT of records, "
                + $"{Units.Count(run.Requests.Lists)} LIST, {Units.Count(run.Requests.Gets)} GET"],
        ], [], [.. notes]);
    }

    private static ReportSection Cost(CostPlan cost) => new(
        $"Cost a month in {cost.Currency}, once {Units.Duration(TimeSpan.FromSeconds(cost.Retain))} of files are held "
            + $"({cost.Region}, prices of {cost.PricesAsOf:yyyy-MM-dd})",
        ["CLASS", "REQUESTS", "STORAGE", "TOTAL", "FIRST MONTH", "READ A DAY BACK"],
        [.. cost.Classes.Select(one => new[]
        {
            one.Class, Units.Money(one.Requests), Units.Money(one.Storage), Units.Money(one.Total), Units.Money(one.FirstMonth),
                Units.Money(one.RestoreOfADay),
        })],
        [1, 2, 3, 4, 5],
        [$"cheapest a month: {cost.Cheapest}; {Units.Count(cost.RequestsPerMonth.Total)} requests a month"]);

    private static ReportSection Classes(CostPlan cost) => new(
        "Classes against STANDARD, by the life of a file of this size", ["CLASS", "VERDICT", "PAYS FROM", "PAYS AFTER", "WHY"],
        [.. cost.Classes.Select(one => new[]
        {
            one.Class, one.Verdict, one.PaysFromBytes is { } size ? Units.BinaryBytes(size) : "-",
            one.PaysAfterMonths is { } months ? $"{Units.Number(months)} months" : "-", one.Why,
        })], [2, 3],
            ["PAYS FROM: the file size at which it costs less if kept so long. PAYS AFTER: how long a file of this size must "
            + "be kept."]);
}
