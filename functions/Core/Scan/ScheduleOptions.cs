namespace Longshore.Core.Scan;

/// <summary>How a scan is cut into batches: settings <c>Schedule__*</c>.</summary>
public sealed class ScheduleOptions
{
    public const string Section = "Schedule";

    /// <summary>Files of a batch at most. Default 1000.</summary>
    [Within(1, 1000)]
    public int BatchFiles { get; set; } = 1000;

    /// <summary>Bytes of a batch at most; a larger file goes alone. Default 134217728.</summary>
    [Within(1, 1L << 40)]
    public long BatchBytes { get; set; } = 128L << 20;

    /// <summary>
    /// Batches in flight at once: no more than sync can run, which is its max-scale times its concurrency. Default 4.
    /// </summary>
    [Within(1, 256)]
    public int ParallelBatches { get; set; } = 4;
}

[OptionsValidator]
internal sealed partial class ScheduleOptionsValidator : IValidateOptions<ScheduleOptions>;

public static class ScheduleSetup
{
    public static IServiceCollection AddSchedule(this IServiceCollection services)
    {
        services.AddSettings<ScheduleOptions, ScheduleOptionsValidator>(ScheduleOptions.Section,
            static (configuration, options) => configuration.Bind(options));
        services.TryAddSingleton<WorkClock>();
        return services
            .AddLogger<BatchPlanner>()
            .AddLogger<VolumeGauges>()
            .AddLogger<VolumeWalk>()
            .AddLogger<VolumeScan>()
            .AddSingleton<VolumeGauges>()
            .AddSingleton<ScanRecords>()
            .AddSingleton<BatchPlanner>()
            .AddSingleton<BatchHandout>()
            .AddSingleton<VolumeWalk>()
            .AddSingleton<VolumeScan>();
    }
}
