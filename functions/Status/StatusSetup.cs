using Longshore.DeadLetters;
using Longshore.Settings;
using Longshore.Status.Records;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Longshore.Status;

/// <summary>Registers what the status function and <c>longshore status</c> share.</summary>
internal static class StatusSetup
{
    public static IServiceCollection AddStatus(this IServiceCollection services)
    {
        services.AddSettings<StatusOptions, StatusOptionsValidator>(StatusOptions.Section, static (configuration, options) => configuration.Bind(options));
        services.TryAddSingleton<DeadLetterStore>();
        return services
            .AddSingleton<FactReader>()
            .AddSingleton<StatusMaker>();
    }
}

[OptionsValidator]
internal sealed partial class StatusOptionsValidator : IValidateOptions<StatusOptions>;
