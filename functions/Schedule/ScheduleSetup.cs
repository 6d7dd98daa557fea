using Longshore.Settings;
using Longshore.Telemetry;
using Microsoft.Extensions.Options;

namespace Longshore.Schedule;

/// <summary>Registers what schedule needs.</summary>
internal static class ScheduleSetup
{
    public static IServiceCollection AddSchedule(this IServiceCollection services)
    {
        services.AddSettings<ScheduleOptions, ScheduleOptionsValidator>(ScheduleOptions.Section, static (configuration, options) => configuration.Bind(options));
        return services
            .AddLogger<ScheduleFunction>()
            .AddLogger<BatchPlanner>()
            .AddLogger<BatchEmitter>()
            .AddLogger<VolumeGauges>()
            .AddSingleton<LastScan>()
            .AddSingleton<VolumeGauges>()
            .AddSingleton<ScanRecords>()
            .AddSingleton<BatchPlanner>()
            .AddSingleton<BatchEmitter>();
    }
}

[OptionsValidator]
internal sealed partial class ScheduleOptionsValidator : IValidateOptions<ScheduleOptions>;
