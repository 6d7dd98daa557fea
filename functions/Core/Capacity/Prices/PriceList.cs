namespace Longshore.Core.Capacity.Prices;

/// <summary>S3's prices in one region on one day. <c>--prices FILE</c> replaces the built-in <c>prices.json</c>.</summary>
public sealed record PriceList
{
    public const string CurrentSchema = "longshore.prices/1";

    public required string Schema { get; init; }
    public required string Region { get; init; }

    /// <summary>The day of these prices.</summary>
    public required DateOnly AsOf { get; init; }
    public required string Currency { get; init; }
    public string? Source { get; init; }
    public required ClassPrice[] Classes { get; init; }

    /// <summary>The class of Longshore's records. The other classes are compared with it.</summary>
    [JsonIgnore]
    public ClassPrice Standard => Classes.First(one => one.Name == ClassPrice.StandardName);
}

/// <summary>The prices of one storage class, in the list's currency. An absent price is zero.</summary>
public sealed record ClassPrice
{
    public const string StandardName = "STANDARD";

    /// <summary>The value for <c>S3__StorageClass</c>.</summary>
    public required string Name { get; init; }
    public required string Title { get; init; }

    /// <summary>Prices by the amount held. The first bytes are in the first step; the last step has no end.</summary>
    public required StorageStep[] StoragePerGiBMonth { get; init; }

    /// <summary>PUT, COPY, POST and LIST.</summary>
    public required decimal PutPer1000 { get; init; }

    /// <summary>GET and all other requests.</summary>
    public required decimal GetPer1000 { get; init; }
    public decimal UploadPerGiB { get; init; }
    public decimal RetrievalPerGiB { get; init; }

    /// <summary>Restore requests of the archive classes, standard speed.</summary>
    public decimal RetrievalPer1000 { get; init; }

    /// <summary>A smaller object is billed as one of this size.</summary>
    public long MinimumBytes { get; init; }

    /// <summary>An object that is deleted earlier is billed for this many days.</summary>
    public int MinimumDays { get; init; }

    /// <summary>Billed for each object in addition, at this class's price.</summary>
    public long OverheadBytes { get; init; }

    /// <summary>Billed for each object in addition, at the price of STANDARD.</summary>
    public long OverheadStandardBytes { get; init; }

    /// <summary>Cheaper storage for unread objects, by days since the upload, ascending.</summary>
    public AgeTier[]? Tiers { get; init; }

    /// <summary>Smaller objects never change the tier and are not monitored.</summary>
    public long TieredFromBytes { get; init; }

    /// <summary>A monthly price for objects that can change the tier.</summary>
    public decimal MonitoringPer1000 { get; init; }

    /// <summary>The reason why Longshore cannot ship into it; null if it can.</summary>
    public string? Unusable { get; init; }
}

/// <param name="UpToGiB">The end of the step; null for no end.</param>
public sealed record StorageStep(decimal Price, decimal? UpToGiB = null);

public sealed record AgeTier(int AfterDays, decimal Price);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PriceList))]
internal sealed partial class PriceJson : JsonSerializerContext;
