namespace Longshore.Core.Capacity;

/// <summary>Both ways side by side: each file as an object, and small files in bundles.</summary>
internal static class BundleReport
{
    /// <param name="files">The cost without bundles.</param>
    public static ReportSection[] Of(CostPlan files, BundlePlan bundles) => [Month(files, bundles), Classes(files, bundles.Cost)];

    private static ReportSection Month(CostPlan files, BundlePlan bundles)
    {
        string[] Count(string what, Func<CostPlan, double> of) =>
            [what, Units.Count(of(files)), Units.Count(of(bundles.Cost))];

        string[] Money(string what, Func<CostPlan, decimal> of) =>
            [what, Units.Money(of(files)), Units.Money(of(bundles.Cost))];

        return new ReportSection(
            $"Bundles: files of up to {Units.BinaryBytes(bundles.UpTo)} together in tars of up to "
                + $"{Units.BinaryBytes(bundles.MostBytes)}, {Units.Count(bundles.BatchFiles)} files a batch",
            ["A MONTH IN STANDARD", "EACH FILE AN OBJECT", "BUNDLES"],
            [
                Count("PUT of files and bundles", cost => cost.RequestsPerMonth.FilePuts),
                Count("PUT of records", cost => cost.RequestsPerMonth.RecordPuts),
                Count("LIST", cost => cost.RequestsPerMonth.Lists),
                Count("GET and HEAD", cost => cost.RequestsPerMonth.Gets),
                Money($"requests, {files.Currency}", cost => cost.Standard.Requests),
                Money($"storage, {files.Currency}", cost => cost.Standard.Storage),
                Money($"total, {files.Currency}", cost => cost.Standard.Total),
                Money($"beside it, LIST of looks for leftovers, {files.Currency}", cost => cost.Looks),
            ],
            [1, 2],
            [
                $"a run puts {Units.Count(bundles.Files)} files into {Units.Count(bundles.Count)} bundles of "
                    + $"{Units.BinaryBytes(bundles.MeanBytes)}, in {Units.Count(bundles.Run.Batches)} batches",
            ]);
    }

    private static ReportSection Classes(CostPlan files, CostPlan bundles)
    {
        var pairs = files.Classes.Zip(bundles.Classes).ToArray();
        var begin = pairs.Where(pair => pair.First.Verdict != "saves" && pair.Second.Verdict == "saves")
            .Select(pair => pair.First.Class).ToArray();
        return new ReportSection(
            $"Cost a month in {files.Currency} by class, each file as an object and with bundles",
            ["CLASS", "REQUESTS", "BUNDLED", "STORAGE", "BUNDLED", "TOTAL", "BUNDLED", "VERDICT", "BUNDLED"],
            [.. pairs.Select(pair => (string[])
            [
                pair.First.Class,
                Units.Money(pair.First.Requests), Units.Money(pair.Second.Requests),
                Units.Money(pair.First.Storage), Units.Money(pair.Second.Storage),
                Units.Money(pair.First.Total), Units.Money(pair.Second.Total),
                pair.First.Verdict, pair.Second.Verdict,
            ])],
            [1, 2, 3, 4, 5, 6],
            [
                begin.Length > 0
                    ? $"begin to pay with bundles: {string.Join(", ", begin)}" : "no further class pays with bundles",
                $"cheapest a month with bundles: {bundles.Cheapest}",
                "cleanup reads a bundle back if a file of it has changed; from GLACIER and DEEP_ARCHIVE it cannot, and keeps the "
                    + "files: let a lifecycle rule move bundles there later",
            ]);
    }
}
