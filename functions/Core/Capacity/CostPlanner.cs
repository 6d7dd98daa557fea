using static Longshore.Core.Capacity.CapacityAssumptions;

namespace Longshore.Core.Capacity;

/// <summary>The price of a month in S3, by class. Pure.</summary>
internal static class CostPlanner
{
    private const decimal GiB = 1L << 30;

    /// <summary>Each file is an object.</summary>
    public static CostPlan Plan(CapacityRequest request, RunPlan run)
    {
        var perMonth = Month / request.Rate.Span;
        return Plan(request, run, new ShippedObjects("file", request.Rate.MeanBytes,
            [.. request.Rate.Sizes.Select(group => new ObjectGroup(group.Mean, group.Files * perMonth))]));
    }

    public static CostPlan Plan(CapacityRequest request, RunPlan run, ShippedObjects objects)
    {
        var runs = Month / request.Interval;
        // A process looks once an hour at most.
        var looks = RequestCounter.LooksOfRun(run, request.Interval, request.Retain) * Math.Min(runs, Month.TotalHours);
        var requests = run.Requests * runs;
        ClassCost[] classes = [.. request.Prices.Classes.Select(price => Of(request, price, requests, objects))];
        return new CostPlan(
            request.Prices.Region, request.Prices.AsOf, request.Prices.Currency, request.Retain.TotalSeconds, requests, looks,
            (decimal)looks * request.Prices.Standard.PutPer1000 / 1000, classes,
            Cheapest: classes.Where(cost => cost.Verdict != "unusable").MinBy(cost => cost.Total)!.Class);
    }

    private static ClassCost Of(CapacityRequest request, ClassPrice price, RequestCounts counts, ShippedObjects objects)
    {
        var (rate, standard) = (request.Rate, request.Prices.Standard);
        var mean = (decimal)objects.MeanBytes;
        var asked = Requests(price, standard, counts)
            + ((decimal)objects.Groups.Sum(group => group.PerMonth * group.Bytes) / GiB * price.UploadPerGiB);
        var stored = Stored(one => StorageCost.BilledMonths(one, request.Retain));
        var (verdict, why) = ClassVerdict.Decide(price, standard, mean, request.Retain, objects.What);
        return new ClassCost(
            price.Name, price.Title, asked, stored, asked + stored,
            FirstMonth: asked + Stored(_ => FirstMonth(request.Retain)),
            RestoreOfADay: Restore(objects, price),
            verdict, why,
            PaysFromBytes: ClassVerdict.PaysFrom(price, standard, request.Retain),
            PaysAfterMonths: ClassVerdict.PaysAfter(price, standard, mean));

        // The monthly price of all objects, with the minimum of their class, and of the records in STANDARD. The argument gives
        // the months that are billed for an object of a class.
        decimal Stored(Func<ClassPrice, decimal> months)
        {
            var held = objects.Groups
                .Select(group => StorageCost.Hold(price, (decimal)group.Bytes, (decimal)group.PerMonth, months(price)))
                .Aggregate((left, right) => left + right);
            var records = StorageCost.Hold(
                standard, (decimal)RecordBytesPerFile, (decimal)rate.FilesIn(Month), months(standard));
            return StorageCost.OfMonth(price, standard, held with { Standard = held.Standard + records.Own });
        }
    }

    private static decimal Requests(ClassPrice price, ClassPrice standard, RequestCounts counts) =>
        (((decimal)counts.FilePuts * price.PutPer1000) + ((decimal)(counts.RecordPuts + counts.Lists) * standard.PutPer1000)
            + ((decimal)counts.Gets * standard.GetPer1000)) / 1000;

    /// <summary>The files held in the first month on average, in months.</summary>
    private static decimal FirstMonth(TimeSpan retain)
    {
        var months = (decimal)Math.Min(1, retain / Month);
        return months - (months * months / 2);
    }

    private static decimal Restore(ShippedObjects objects, ClassPrice price)
    {
        var day = TimeSpan.FromDays(1) / Month;
        return ((decimal)(objects.Groups.Sum(group => group.PerMonth) * day) / 1000 * (price.GetPer1000 + price.RetrievalPer1000))
            + ((decimal)(objects.Groups.Sum(group => group.PerMonth * group.Bytes) * day) / GiB * price.RetrievalPerGiB);
    }
}

/// <summary>The objects that a month of files becomes.</summary>
/// <param name="What">What the most common object is, in one word.</param>
/// <param name="MeanBytes">The size of the object that the classes are judged by.</param>
internal sealed record ShippedObjects(string What, double MeanBytes, ObjectGroup[] Groups);

/// <param name="Bytes">Of each object.</param>
internal readonly record struct ObjectGroup(double Bytes, double PerMonth);
