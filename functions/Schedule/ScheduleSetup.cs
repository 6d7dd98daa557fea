using Microsoft.Extensions.Options;

namespace Longshore.Schedule;

/// <summary>Registers what schedule needs.</summary>
internal static class ScheduleSetup
{
    public static WebApplicationBuilder AddSchedule(this WebApplicationBuilder builder)
    {
        builder.AddSettings<ScheduleOptions, ScheduleOptionsValidator>(ScheduleOptions.Section);
        builder.Services
            .AddSingleton<VolumeScanner>()
            .AddSingleton<BatchEmitter>();
        return builder;
    }
}

[OptionsValidator]
internal sealed partial class ScheduleOptionsValidator : IValidateOptions<ScheduleOptions>;
