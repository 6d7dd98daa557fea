using static Longshore.Core.Capacity.CapacityAssumptions;

namespace Longshore.Core.Capacity;

/// <summary>The price of a month in S3, by class. Pure.</summary>
internal static class CostPlanner
{
    private const decimal GiB = 1L << 30;

    public static CostPlan Plan(CapacityRequest request, long batches)
    {
        var requests =
            RequestCounter.OfRun(request.Rate, request.Rate.FilesIn(request.Interval), batches) * (Month / request.Interval);
        ClassCost[] classes = [.. request.Prices.Classes.Select(price => Of(request, price, requests))];
        return new CostPlan(
            request.Prices.Region, request.Prices.AsOf, request.Prices.Currency, request.Retain.TotalSeconds, requests, classes,
            Cheapest: classes.Where(cost => cost.Verdict != "unusable").MinBy(cost => cost.Total)!.Class);
    }

    private static ClassCost Of(CapacityRequest request, ClassPrice price, RequestCounts counts)
    {
        var (rate, standard) = (request.Rate, request.Prices.Standard);
        var mean = (decimal)rate.MeanBytes;
        var asked = Requests(price, standard, counts) + ((decimal)rate.BytesIn(Month) / GiB * price.UploadPerGiB);
        var stored = Stored(rate, price, standard, one => StorageCost.BilledMonths(one, request.Retain));
        var (verdict, why) = ClassVerdict.Decide(price, standard, mean, request.Retain);
        return new ClassCost(
            price.Name, price.Title, asked, stored, asked + stored,
            FirstMonth: asked + Stored(rate, price, standard, _ => FirstMonth(request.Retain)),
            RestoreOfADay: Restore(rate, price),
            verdict, why,
            PaysFromBytes: ClassVerdict.PaysFrom(price, standard, request.Retain),
            PaysAfterMonths: ClassVerdict.PaysAfter(price, standard, mean));
    }

    private static decimal Requests(ClassPrice price, ClassPrice standard, RequestCounts counts) =>
        (((decimal)counts.FilePuts * price.PutPer1000) + ((decimal)(counts.RecordPuts + counts.Lists) * standard.PutPer1000)
            + ((decimal)counts.Gets * standard.GetPer1000)) / 1000;

    /// <summary>The monthly price of all files, with the minimum of their class, and of the records in STANDARD.</summary>
    /// <param name="months">Months billed for an object of a class.</param>
    private static decimal Stored(FileRate rate, ClassPrice price, ClassPrice standard, Func<ClassPrice, decimal> months)
    {
        var perMonth = Month / rate.Span;
        var held = rate.Sizes
            .Select(group => StorageCost.Hold(price, (decimal)group.Mean, (decimal)(group.Files * perMonth), months(price)))
            .Aggregate((left, right) => left + right);
        var records = StorageCost.Hold(standard, (decimal)RecordBytesPerFile, (decimal)rate.FilesIn(Month), months(standard));
        return StorageCost.OfMonth(price, standard, held with { Standard = held.Standard + records.Own });
    }

    /// <summary>The files held in the first month on average, in months.</summary>
    private static decimal FirstMonth(TimeSpan retain)
    {
        var months = (decimal)Math.Min(1, retain / Month);
        return months - (months * months / 2);
    }

    private static decimal Restore(FileRate rate, ClassPrice price)
    {
        var day = TimeSpan.FromDays(1);
        return ((decimal)rate.FilesIn(day) / 1000 * (price.GetPer1000 + price.RetrievalPer1000))
            + ((decimal)rate.BytesIn(day) / GiB * price.RetrievalPerGiB);
    }
}
