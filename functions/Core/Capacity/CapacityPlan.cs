namespace Longshore.Core.Capacity;

/// <summary>The answer, as <c>--json</c> writes it: bytes, seconds and the price list's currency.</summary>
public sealed record CapacityPlan(
    string Schema, RatePlan Rate, DiskPlan Disk, DrainPlan Drain, RunPlan Run, CostPlan Cost, BundlePlan? Bundles,
    string[] Assumptions);

/// <param name="Span">Seconds in which the given or measured files and bytes were written.</param>
/// <param name="Interval">Seconds from run to run.</param>
public sealed record RatePlan(
    string Origin, double Span, long Files, long Bytes, double MeanFileBytes, double BytesPerSecond, double Interval,
    double FilesPerInterval, double BytesPerInterval, double FilesPerDay, double BytesPerDay, double FilesPerMonth,
    double BytesPerMonth, HourPeak? BusiestHour);

/// <param name="Headroom">The part of the volume that stays free.</param>
/// <param name="ClaimSize">The size to write into the claim.</param>
/// <param name="SecondsToFull">Time from empty to full at this rate, if nothing is shipped.</param>
public sealed record DiskPlan(double Headroom, DiskRow[] Rows, string ClaimSize, long ClaimBytes, double SecondsToFull);

/// <param name="For">The time in which files gather on the disk.</param>
/// <param name="Seconds">The same in seconds.</param>
/// <param name="Bytes">Content of the files.</param>
/// <param name="OnDisk">Content of the files, and half a block for each file.</param>
/// <param name="WithHeadroom">The size of a volume with these files and its headroom.</param>
public sealed record DiskRow(string For, double Seconds, double Files, double Bytes, double OnDisk, double WithHeadroom);

/// <param name="Within">Seconds in which the files of an interval are uploaded.</param>
/// <param name="UploadsInFlightPerPod">Uploads at once in each pod, at <see cref="CapacityAssumptions.PutLatency"/>.</param>
/// <param name="IsThrottled">So many files a second that S3 throttles the prefix.</param>
public sealed record DrainPlan(
    double Within, double BytesPerSecond, double BitsPerSecond, double FilesPerSecond, int Pods, double FilesPerSecondPerPod,
    int UploadsInFlightPerPod, bool IsThrottled);

public sealed record RunPlan(long Batches, int SchedulePods, int SyncPods, int CleanupPods, RequestCounts Requests);

/// <summary>The same rate, with small files put together into bundles.</summary>
/// <param name="UpTo"><c>Sync__BundleUpTo</c> in bytes: larger files stay objects of their own.</param>
/// <param name="MostBytes"><c>Sync__BundleBytes</c>.</param>
/// <param name="BatchFiles"><c>Schedule__BatchFiles</c>.</param>
/// <param name="Files">Files of a run that are in bundles.</param>
/// <param name="Count">Bundles of a run.</param>
/// <param name="MeanBytes">Bytes of a bundle, with its headers and manifest.</param>
/// <param name="Cost">The verdicts are for a bundle of mean size.</param>
public sealed record BundlePlan(
    long UpTo, long MostBytes, int BatchFiles, double Files, double Count, double MeanBytes, RunPlan Run, CostPlan Cost);

/// <param name="FilePuts">PUTs of shipped objects, at the class's price.</param>
/// <param name="RecordPuts">PUTs of Longshore's own records, at the price of STANDARD like LISTs.</param>
public readonly record struct RequestCounts(double FilePuts, double RecordPuts, double Lists, double Gets)
{
    [JsonIgnore]
    public double Total => FilePuts + RecordPuts + Lists + Gets;

    public static RequestCounts operator +(RequestCounts one, RequestCounts other) =>
        new(one.FilePuts + other.FilePuts, one.RecordPuts + other.RecordPuts, one.Lists + other.Lists, one.Gets + other.Gets);

    public static RequestCounts operator *(RequestCounts one, double times) =>
        new(one.FilePuts * times, one.RecordPuts * times, one.Lists * times, one.Gets * times);
}

/// <param name="Retain">Seconds that an object stays in S3.</param>
/// <param name="LooksPerMonth">LISTs of starting processes that look for leftovers. In no other number.</param>
/// <param name="Looks">Their price a month. In no other number.</param>
/// <param name="Cheapest">The usable class with the lowest cost a month.</param>
public sealed record CostPlan(
    string Region, DateOnly PricesAsOf, string Currency, double Retain, RequestCounts RequestsPerMonth, double LooksPerMonth,
    decimal Looks, ClassCost[] Classes, string Cheapest)
{
    /// <summary>The class that the others are compared with.</summary>
    [JsonIgnore]
    public ClassCost Standard => Classes.First(one => one.Class == ClassPrice.StandardName);
}

/// <summary>The monthly cost of a class when files of the whole retention time are held.</summary>
/// <param name="Requests">PUTs of files, PUTs of records, LISTs and GETs.</param>
/// <param name="FirstMonth">The cost of the first month: on average, half a month's files are held.</param>
/// <param name="RestoreOfADay">The cost to read one day's files back.</param>
/// <param name="Verdict">
/// Against STANDARD over the life of one file or bundle of mean size: <c>base</c>, <c>saves</c>, <c>loses</c>, <c>equal</c> or
/// <c>unusable</c>.
/// </param>
/// <param name="PaysFromBytes">Least file size for which the class costs less than STANDARD; null if there is none.</param>
/// <param name="PaysAfterMonths">Least time after which it costs less for a file of mean size; null if there is none.</param>
public sealed record ClassCost(
    string Class, string Title, decimal Requests, decimal Storage, decimal Total, decimal FirstMonth, decimal RestoreOfADay,
    string Verdict, string Why, long? PaysFromBytes, double? PaysAfterMonths);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CapacityPlan))]
public sealed partial class CapacityJson : JsonSerializerContext;
