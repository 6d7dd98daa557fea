using Longshore.Core.Capacity;

namespace Longshore.Core.Status.Report;

/// <summary>The price of this calendar month, UTC, by its receipts and the arithmetic of <c>longshore capacity</c>.</summary>
/// <param name="From">The beginning of the month, or of the first record that was read, if that is later.</param>
/// <param name="IsWhole">Whether all records of this month were read.</param>
/// <param name="Requests">Requests since <see cref="From"/>: files or bundles, records, listings.</param>
/// <param name="StoragePerMonth">A month of storage of the bytes that were uploaded since <see cref="From"/>.</param>
/// <param name="Month">Requests and added storage of a whole month at this rate; absent below a day of records.</param>
public sealed record MonthCost(
    string Class, string Region, DateOnly PricesAsOf, string Currency, DateTimeOffset From, bool IsWhole, long Files,
    long Bytes, decimal Requests, decimal StoragePerMonth, decimal? Month)
{
    private static readonly TimeSpan LeastToProject = TimeSpan.FromDays(1);

    /// <param name="storageClass"><c>S3__StorageClass</c>; STANDARD if it is empty or not in the list.</param>
    internal static MonthCost Of(
        StatusFacts facts, PriceList prices, string? storageClass, DateTimeOffset since, DateTimeOffset now)
    {
        var month = new DateTimeOffset(now.UtcDateTime.Year, now.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);
        var read = facts.ReceiptsFrom ?? since;
        // If no receipt is older than the window, all receipts are in it.
        var isWhole = read <= month || (facts.ReceiptsFrom is null && !facts.HasOlderReceipts);
        var from = read > month ? read : month;
        var receipts = facts.Receipts.Where(receipt => receipt.Problem is null && receipt.FinishedAt >= from).ToArray();
        if (isWhole && receipts.Length > 0 && !facts.HasOlderReceipts && receipts.Min(receipt => receipt.StartedAt) is var first
            && first > from)
            from = first;
        var price = prices.Classes.FirstOrDefault(one => one.Name == storageClass) ?? prices.Standard;
        var groups = receipts.SelectMany(receipt => receipt.Objects).GroupBy(size => size.Key, size => size.Value)
            .Select(group => new SizeGroup(group.Sum(size => size.Count), group.Sum(size => size.Bytes))).ToArray();
        var files = receipts.Sum(receipt => (long)receipt.Counts.Uploaded);
        var bytes = Sizes.Sum(receipts.Select(receipt => receipt.Counts.BytesUploaded));
        var cost = new MonthCost(price.Name, prices.Region, prices.AsOf, prices.Currency, from, isWhole, files, bytes,
            Requests: 0, StoragePerMonth: 0, Month: null);
        if (groups.Length == 0)
            return cost;
        var span = now - from > TimeSpan.FromMinutes(1) ? now - from : TimeSpan.FromMinutes(1);
        var rate = new FileRate(groups, span, "receipts");
        var plan = CapacityPlanner.CostOf(new CapacityRequest(rate, prices) { Interval = span }, receipts.Length)
            .Classes.First(one => one.Class == price.Name);
        var held = groups.Select(group => StorageCost.Hold(price, (decimal)group.Mean, group.Files, 1))
            .Aggregate((left, right) => left + right);
        return cost with
        {
            Requests = plan.Requests * (decimal)(span / CapacityAssumptions.Month),
            StoragePerMonth = StorageCost.OfMonth(price, prices.Standard, held),
            Month = now - from >= LeastToProject ? plan.FirstMonth : null,
        };
    }
}
