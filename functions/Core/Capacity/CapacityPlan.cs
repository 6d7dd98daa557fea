namespace Longshore.Core.Capacity;

/// <summary>The answer, as <c>--json</c> writes it. Bytes, seconds and the price list's currency throughout.</summary>
/// <param name="Corrections">Only for the founding case: what the notes passed on with it said, and what is right.</param>
public sealed record CapacityPlan(
    string Schema, RatePlan Rate, DiskPlan Disk, DrainPlan Drain, RunPlan Run, CostPlan Cost, string[] Assumptions,
    Correction[]? Corrections)
{
    public const string CurrentSchema = "longshore.capacity/1";
}

/// <param name="Span">Seconds of the rate as it was given or measured, with its files and bytes.</param>
/// <param name="Interval">Seconds from run to run.</param>
public sealed record RatePlan(
    string Origin, double Span, long Files, long Bytes, double MeanFileBytes, double BytesPerSecond, double Interval,
    double FilesPerInterval, double BytesPerInterval, double FilesPerDay, double BytesPerDay, double FilesPerMonth,
    double BytesPerMonth, HourPeak? BusiestHour);

/// <param name="Headroom">Part of the volume that stays free.</param>
/// <param name="ClaimSize">The size to write into the claim.</param>
/// <param name="SecondsToFull">Seconds from empty to full at this rate, if nothing is shipped.</param>
public sealed record DiskPlan(
    double Headroom, DiskRow[] Rows, string ClaimSize, long ClaimBytes, double SecondsToFull);

/// <param name="For">What fills the disk.</param>
/// <param name="Seconds">How long files gather.</param>
/// <param name="Files">Files on the disk.</param>
/// <param name="Bytes">Their content.</param>
/// <param name="OnDisk">With half a block a file.</param>
/// <param name="WithHeadroom">The size of a volume that holds this and keeps its headroom.</param>
public sealed record DiskRow(string For, double Seconds, double Files, double Bytes, double OnDisk, double WithHeadroom);

/// <param name="Within">Seconds in which an interval's files are uploaded.</param>
/// <param name="UploadsInFlightPerPod">Uploads in flight in each pod at <see cref="CapacityAssumptions.PutLatency"/>.</param>
/// <param name="IsThrottled">Files a second over what S3 takes beneath one prefix before it throttles.</param>
public sealed record DrainPlan(
    double Within, double BytesPerSecond, double BitsPerSecond, double FilesPerSecond, int Pods, double FilesPerSecondPerPod,
    int UploadsInFlightPerPod, bool IsThrottled);

public sealed record RunPlan(
    long Batches, int SchedulePods, int SyncPods, int CleanupPods, RequestCounts Requests);

/// <param name="FilePuts">Of shipped objects, at the class's price.</param>
/// <param name="RecordPuts">Of Longshore's own records and LISTs are priced as STANDARD's.</param>
public readonly record struct RequestCounts(double FilePuts, double RecordPuts, double Lists, double Gets)
{
    [JsonIgnore]
    public double Total => FilePuts + RecordPuts + Lists + Gets;

    public static RequestCounts operator *(RequestCounts one, double times) =>
        new(one.FilePuts * times, one.RecordPuts * times, one.Lists * times, one.Gets * times);
}

/// <param name="Retain">Seconds that an object stays in S3.</param>
/// <param name="Cheapest">The usable class with the least cost a month.</param>
public sealed record CostPlan(
    string Region, DateOnly PricesAsOf, string Currency, double Retain, RequestCounts RequestsPerMonth, ClassCost[] Classes,
    string Cheapest);

/// <summary>What a class costs a month once as much is held as is retained.</summary>
/// <param name="Requests">PUT of files, records and LIST and GET.</param>
/// <param name="FirstMonth">In the first month, when on average half a month's files are held.</param>
/// <param name="RestoreOfADay">Reading one day's files back.</param>
/// <param name="Verdict">
/// Against STANDARD over the life of one file of mean size: <c>base</c>, <c>saves</c>, <c>loses</c>, <c>equal</c> or
/// <c>unusable</c>.
/// </param>
/// <param name="PaysFromBytes">
/// The file size from which the class costs less than STANDARD at this retention; null if there is none.
/// </param>
/// <param name="PaysAfterMonths">
/// Months that a file of mean size must stay before the class costs less than STANDARD; null if it never does.
/// </param>
public sealed record ClassCost(
    string Class, string Title, decimal Requests, decimal Storage, decimal Total, decimal FirstMonth, decimal RestoreOfADay,
    string Verdict, string Why, long? PaysFromBytes, double? PaysAfterMonths);

public sealed record Correction(string Said, string Is, string Because);

[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CapacityPlan))]
public sealed partial class CapacityJson : JsonSerializerContext;
