namespace Longshore.Core.Capacity;

/// <summary>The answer, as <c>--json</c> writes it. Bytes, seconds and the price list's currency throughout.</summary>
public sealed record CapacityPlan
{
    public const string CurrentSchema = "longshore.capacity/1";

    public required string Schema { get; init; }

    public required RatePlan Rate { get; init; }

    public required DiskPlan Disk { get; init; }

    public required DrainPlan Drain { get; init; }

    public required RunPlan Run { get; init; }

    public required CostPlan Cost { get; init; }

    public required string[] Assumptions { get; init; }

    /// <summary>Only for the founding case: what the notes passed on with it said, and what is right.</summary>
    public Correction[]? Corrections { get; init; }
}

public sealed record RatePlan
{
    public required string Origin { get; init; }

    /// <summary>Seconds of the rate as it was given or measured, with its files and bytes.</summary>
    public required double Span { get; init; }

    public required long Files { get; init; }

    public required long Bytes { get; init; }

    public required double MeanFileBytes { get; init; }

    public required double BytesPerSecond { get; init; }

    /// <summary>Seconds from run to run.</summary>
    public required double Interval { get; init; }

    public required double FilesPerInterval { get; init; }

    public required double BytesPerInterval { get; init; }

    public required double FilesPerDay { get; init; }

    public required double BytesPerDay { get; init; }

    public required double FilesPerMonth { get; init; }

    public required double BytesPerMonth { get; init; }

    public HourPeak? BusiestHour { get; init; }
}

public sealed record DiskPlan
{
    /// <summary>Part of the volume that stays free.</summary>
    public required double Headroom { get; init; }

    public required DiskRow[] Rows { get; init; }

    /// <summary>The size to write into the claim.</summary>
    public required string ClaimSize { get; init; }

    public required long ClaimBytes { get; init; }

    /// <summary>Seconds from empty to full at this rate, if nothing is shipped.</summary>
    public required double SecondsToFull { get; init; }
}

/// <param name="For">What fills the disk.</param>
/// <param name="Seconds">How long files gather.</param>
/// <param name="Files">Files on the disk.</param>
/// <param name="Bytes">Their content.</param>
/// <param name="OnDisk">With half a block a file.</param>
/// <param name="WithHeadroom">The size of a volume that holds this and keeps its headroom.</param>
public sealed record DiskRow(string For, double Seconds, double Files, double Bytes, double OnDisk, double WithHeadroom);

public sealed record DrainPlan
{
    /// <summary>Seconds in which an interval's files are uploaded.</summary>
    public required double Within { get; init; }

    public required double BytesPerSecond { get; init; }

    public required double BitsPerSecond { get; init; }

    public required double FilesPerSecond { get; init; }

    public required int Pods { get; init; }

    public required double FilesPerSecondPerPod { get; init; }

    /// <summary>Uploads in flight in each pod at <see cref="CapacityAssumptions.PutLatency"/>.</summary>
    public required int UploadsInFlightPerPod { get; init; }

    /// <summary>Files a second over what S3 takes beneath one prefix before it throttles.</summary>
    public required bool IsThrottled { get; init; }
}

public sealed record RunPlan
{
    public required long Batches { get; init; }

    public required int SchedulePods { get; init; }

    public required int SyncPods { get; init; }

    public required int CleanupPods { get; init; }

    public required RequestCounts Requests { get; init; }
}

/// <param name="FilePuts">Of shipped objects, at the class's price.</param>
/// <param name="RecordPuts">Of Longshore's own records and LISTs are priced as STANDARD's.</param>
public readonly record struct RequestCounts(double FilePuts, double RecordPuts, double Lists, double Gets)
{
    [JsonIgnore]
    public double Total => FilePuts + RecordPuts + Lists + Gets;

    public static RequestCounts operator *(RequestCounts one, double times) =>
        new(one.FilePuts * times, one.RecordPuts * times, one.Lists * times, one.Gets * times);
}

public sealed record CostPlan
{
    public required string Region { get; init; }

    public required DateOnly PricesAsOf { get; init; }

    public required string Currency { get; init; }

    /// <summary>Seconds that an object stays in S3.</summary>
    public required double Retain { get; init; }

    public required RequestCounts RequestsPerMonth { get; init; }

    public required ClassCost[] Classes { get; init; }

    /// <summary>The usable class with the least cost a month.</summary>
    public required string Cheapest { get; init; }
}

/// <summary>What a class costs a month once as much is held as is retained.</summary>
public sealed record ClassCost
{
    public required string Class { get; init; }

    public required string Title { get; init; }

    /// <summary>PUT of files, records and LIST and GET.</summary>
    public required decimal Requests { get; init; }

    public required decimal Storage { get; init; }

    public required decimal Total { get; init; }

    /// <summary>In the first month, when on average half a month's files are held.</summary>
    public required decimal FirstMonth { get; init; }

    /// <summary>Reading one day's files back.</summary>
    public required decimal RestoreOfADay { get; init; }

    /// <summary>
    /// Against STANDARD over the life of one file of mean size: <c>base</c>, <c>saves</c>, <c>loses</c>, <c>equal</c> or
    /// <c>unusable</c>.
    /// </summary>
    public required string Verdict { get; init; }

    public required string Why { get; init; }

    /// <summary>The file size from which the class costs less than STANDARD at this retention; null if there is none.</summary>
    public required long? PaysFromBytes { get; init; }

    /// <summary>
    /// Months that a file of mean size must stay before the class costs less than STANDARD; null if it never does.
    /// </summary>
    public required double? PaysAfterMonths { get; init; }
}

public sealed record Correction(string Said, string Is, string Because);

[JsonSourceGenerationOptions(
    System.Text.Json.JsonSerializerDefaults.Web, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CapacityPlan))]
public sealed partial class CapacityJson : JsonSerializerContext;
