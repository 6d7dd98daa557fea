namespace Longshore.Core.Scan;

/// <summary>Registers what schedule needs.</summary>
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
            .AddSingleton<LastScan>()
            .AddSingleton<VolumeGauges>()
            .AddSingleton<ScanRecords>()
            .AddSingleton<BatchPlanner>()
            .AddSingleton<BatchHandout>()
            .AddSingleton<VolumeWalk>()
            .AddSingleton<VolumeScan>();
    }
}

[OptionsValidator]
public sealed partial class ScheduleOptionsValidator : IValidateOptions<ScheduleOptions>;
