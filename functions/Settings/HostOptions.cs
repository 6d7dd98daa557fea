namespace Longshore.Settings;

/// <summary>The process and its limits: settings <c>Host__*</c>.</summary>
public sealed class HostOptions
{
    public const string Section = "Host";

    public const string AnyAddress = "*";

    /// <summary>Time for one event; set it below the service's <c>timeoutSeconds</c>. Default PT4M30S.</summary>
    [Lasting("PT1S", "PT24H")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(270);

    /// <summary>How long before the deadline a function must finish or park; at most a third of it. Default PT20S.</summary>
    [Lasting("PT0S", "PT1H")]
    public TimeSpan ParkMargin { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long running events may continue after SIGTERM; set it below the pod's <c>terminationGracePeriodSeconds</c>. Default
    /// PT25S.
    /// </summary>
    [Lasting("PT0S", "PT1H")]
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>The IP address to listen on; <c>*</c>, the default, is every address.</summary>
    [Address]
    public string Address { get; set; } = AnyAddress;

    /// <summary>Port of an endpoint for Prometheus on the same address; 0, the default, is none.</summary>
    [Within(0, ushort.MaxValue)]
    public int PrometheusPort { get; set; }

    /// <summary>The time from an event's arrival until its function must finish or park.</summary>
    public TimeSpan ParkAfter => Deadline - Margin;

    /// <summary>The time from parking or SIGTERM until running uploads are stopped. The rest is for the receipt.</summary>
    public TimeSpan CutAfterPark => (Margin < Grace ? Margin : Grace) / 2;

    private TimeSpan Margin => ParkMargin < Deadline / 3 ? ParkMargin : Deadline / 3;
}

[OptionsValidator]
public sealed partial class HostOptionsValidator : IValidateOptions<HostOptions>;
