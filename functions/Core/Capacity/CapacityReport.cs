namespace Longshore.Core.Capacity;

/// <summary>One part of a plan, for people.</summary>
/// <param name="Heads">Heads of the columns; null if the first column names each row.</param>
/// <param name="Numbers">Columns that are aligned to the right.</param>
/// <param name="Notes">Sentences beneath.</param>
public sealed record ReportSection(string Title, string[]? Heads, string[][] Rows, int[] Numbers, string[] Notes);

/// <summary>The tables that the terminal and the page show.</summary>
public static class CapacityReport
{
    private const double Day = 86_400;

    /// <summary>A hundred thousand years: a longer time is told as this one.</summary>
    private const double MostSeconds = 100_000 * 365 * Day;

    public static ReportSection[] Of(CapacityPlan plan) =>
    [
        Rate(plan.Rate), Disk(plan.Disk), Drain(plan), Cost(plan.Cost), Classes(plan.Cost),
        .. plan.Bundles is { } bundles ? BundleReport.Of(plan.Cost, bundles) : [],
        new("Assumed", null, [], [], plan.Assumptions),
    ];

    private static ReportSection Rate(RatePlan rate)
    {
        var interval = Units.Duration(TimeSpan.FromSeconds(rate.Interval));
        var notes = new List<string>();
        if (rate.BusiestHour is { } peak)
        {
            notes.Add($"busiest hour: {Iso8601.Moment(peak.Hour)} with {Units.Count(peak.Files)} files, "
                + Units.Bytes(peak.Bytes));
            // Only a measured rate has a busiest hour, and a given rate needs no warning.
            if (rate.Span < Day)
            {
                notes.Add($"measured over {Units.Duration(TimeSpan.FromSeconds(rate.Span))}, less than a day: all numbers assume "
                    + "that the writer goes on like this; measure again when there is a day of files, or give --files, --bytes "
                    + "and --per");
            }
        }

        return new($"Rate: {rate.Origin}", ["", "FILES", "BYTES"],
        [
            [$"each {interval}", Units.Count(rate.FilesPerInterval), Units.Bytes(rate.BytesPerInterval)],
            ["a day", Units.Count(rate.FilesPerDay), Units.Bytes(rate.BytesPerDay)],
            ["a month", Units.Count(rate.FilesPerMonth), Units.Bytes(rate.BytesPerMonth)],
            ["on average", $"{Units.Number(rate.FilesPerDay / 86400)}/s", Units.PerSecond(rate.BytesPerSecond)],
            ["a file", "", Units.Bytes(rate.MeanFileBytes)],
        ], [1, 2], [.. notes]);
    }

    private static ReportSection Disk(DiskPlan disk) => new(
        $"Disk, with {(disk.Headroom * 100).ToString("0", CultureInfo.InvariantCulture)} % of the volume left free",
        ["FILES GATHER FOR", "FILES", "BYTES", "ON DISK", "VOLUME"],
        [.. disk.Rows.Select(row => new[]
        {
            row.For, Units.Count(row.Files), Units.Bytes(row.Bytes), Units.Bytes(row.OnDisk), Units.Bytes(row.WithHeadroom),
        })],
        [1, 2, 3, 4],
        [
            $"request {disk.ClaimSize} for the PersistentVolumeClaim; with nothing shipped it is full after "
                + Units.Duration(TimeSpan.FromSeconds(Math.Min(disk.SecondsToFull, MostSeconds))),
        ]);

    private static ReportSection Drain(CapacityPlan plan)
    {
        var (drain, run) = (plan.Drain, plan.Run);
        string[] notes = !drain.IsThrottled ? [] :
        [
            $"{Units.Number(drain.FilesPerSecond)} files/s is over the {CapacityAssumptions.PutsPerSecondPerPrefix} that "
                + "S3 takes beneath one prefix: drain longer, or spread the keys over prefixes",
        ];
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
        ], [], notes);
    }

    private static ReportSection Cost(CostPlan cost) => new(
        $"Cost a month in {cost.Currency}, once {Units.Duration(TimeSpan.FromSeconds(cost.Retain))} of files are held "
            + $"({cost.Region}, prices of {cost.PricesAsOf:yyyy-MM-dd})",
        ["CLASS", "REQUESTS", "STORAGE", "TOTAL", "FIRST MONTH", "READ A DAY BACK"],
        [.. cost.Classes.Select(one => (string[])
        [
            one.Class,
            .. new[] { one.Requests, one.Storage, one.Total, one.FirstMonth, one.RestoreOfADay }.Select(Units.Money),
        ])],
        [1, 2, 3, 4, 5],
        [$"cheapest a month: {cost.Cheapest}; {Units.Count(cost.RequestsPerMonth.Total)} requests a month"]);

    private static ReportSection Classes(CostPlan cost) => new(
        "Classes against STANDARD, by the life of a file of this size", ["CLASS", "VERDICT", "PAYS FROM", "PAYS AFTER", "WHY"],
        [.. cost.Classes.Select(one => new[]
        {
            one.Class, one.Verdict, one.PaysFromBytes is { } size ? Units.BinaryBytes(size) : "-",
            one.PaysAfterMonths is { } months ? $"{Units.Number(months)} months" : "-", one.Why,
        })], [2, 3],
        [
            "PAYS FROM: the file size from which the class costs less for the time that objects stay. PAYS AFTER: the time "
            + "after which the class costs less for a file of this size.",
        ]);
}
