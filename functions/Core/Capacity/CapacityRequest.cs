namespace Longshore.Core.Capacity;

/// <summary>The input of a plan.</summary>
public sealed record CapacityRequest(FileRate Rate, PriceList Prices)
{
    /// <summary>The rate if none is given: cameras that write 5,000 files with 65 MB in an hour.</summary>
    public static FileRate ExampleRate { get; } =
        new([new SizeGroup(5000, 65_000_000)], TimeSpan.FromHours(1), "the example, as no rate was given");

    /// <summary>The largest size that <see cref="BundleUpTo"/> takes: that of a bundle.</summary>
    public const long MostBundleUpTo = CapacityAssumptions.BundleBytes;

    /// <summary>Time from run to run. Default PT12H, as in the PingSource of <c>knative/base</c>.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Time for the upload of one interval's files. Default PT5M.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A time without shipping in which the volume must not fill. Default P7D.</summary>
    public TimeSpan Outage { get; init; } = TimeSpan.FromDays(7);

    /// <summary><c>Cleanup__KeepFor</c>: how long shipped files stay on the volume. Default zero.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.Zero;

    /// <summary>How long an object stays in S3. Default P365D.</summary>
    public TimeSpan Retain { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Part of the volume that stays free, 0 to 0.9. Default 0.25.</summary>
    public double Headroom { get; init; } = 0.25;

    /// <summary><c>Sync__BundleUpTo</c> of the plan with bundles, in bytes; 0 makes no such plan. Default 1 MiB.</summary>
    public long BundleUpTo { get; init; } = 1 << 20;
}
