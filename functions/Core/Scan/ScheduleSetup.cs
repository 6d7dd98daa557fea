using Longshore.Settings;
using Microsoft.Extensions.Options;

namespace Longshore.Core.Scan;

/// <summary>Registers what schedule needs.</summary>
public static class ScheduleSetup
{
    public static IServiceCollection AddSchedule(this IServiceCollection services)
    {
        services.AddSettings<ScheduleOptions, ScheduleOptionsValidator>(ScheduleOptions.Section, static (configuration, options) => configuration.Bind(options));
        return services
            .AddLogger<BatchPlanner>()
            .AddLogger<VolumeGauges>()
            .AddSingleton<LastScan>()
            .AddSingleton<VolumeGauges>()
            .AddSingleton<ScanRecords>()
            .AddSingleton<BatchPlanner>();
    }
}

[OptionsValidator]
public sealed partial class ScheduleOptionsValidator : IValidateOptions<ScheduleOptions>;
