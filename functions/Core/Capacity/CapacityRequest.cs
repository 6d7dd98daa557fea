namespace Longshore.Core.Capacity;

/// <summary>What a plan is made for.</summary>
/// <param name="Rate">What the writer puts on the volume.</param>
/// <param name="Prices">What S3 asks.</param>
public sealed record CapacityRequest(FileRate Rate, PriceList Prices)
{
    /// <summary>From run to run. Default PT12H, as the PingSource of <c>knative/base</c>.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromHours(12);

    /// <summary>The time in which one interval's files shall be uploaded. Default PT5M.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The time in which nothing can be shipped and the volume must not fill. Default P7D.</summary>
    public TimeSpan Outage { get; init; } = TimeSpan.FromDays(7);

    /// <summary><c>Cleanup__KeepFor</c>: shipped files stay so long. Default zero.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.Zero;

    /// <summary>How long an object stays in S3. Default P365D.</summary>
    public TimeSpan Retain { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Part of the volume that stays free, 0 to 0.9. Default 0.25.</summary>
    public double Headroom { get; init; } = 0.25;
}
