namespace Longshore.Core.Scan;

/// <summary>How a scan is cut into batches: settings <c>Schedule__*</c>.</summary>
public sealed class ScheduleOptions
{
    public const string Section = "Schedule";

    /// <summary><see cref="BatchFiles"/> where small files go into bundles, which hold files of one batch only.</summary>
    public const int BundledBatchFiles = 5000;

    /// <summary>Files of a batch at most. Default 1000.</summary>
    [Within(1, BatchList.MostFiles)]
    public int BatchFiles { get; set; } = 1000;

    /// <summary>Bytes of a batch at most; a larger file goes alone. Default 134217728.</summary>
    [Within(1, 1L << 40)]
    public long BatchBytes { get; set; } = 128L << 20;

    /// <summary>
    /// Batches in flight at once: no more than sync can run, which is its max-scale times its concurrency. Default 4.
    /// </summary>
    [Within(1, 256)]
    public int ParallelBatches { get; set; } = 4;

    /// <summary>
    /// Room for the files in an event of 64 KiB, the size that every hop must accept. The rest is for its attributes. Source:
    /// CloudEvents 1.0, "Size Limits". Not a setting; tests lower it.
    /// </summary>
    internal int EventBytes { get; set; } = 60 << 10;
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
