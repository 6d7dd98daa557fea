namespace Longshore.Core.Status;

/// <summary>Registers what the status function and <c>longshore status</c> share.</summary>
public static class StatusSetup
{
    public static IServiceCollection AddStatus(this IServiceCollection services)
    {
        services.AddSettings<StatusOptions, StatusOptionsValidator>(StatusOptions.Section,
            static (configuration, options) => configuration.Bind(options));
        services.TryAddSingleton<DeadLetterStore>();
        return services
            .AddSingleton<FactReader>()
            .AddSingleton<StatusMaker>();
    }
}

[OptionsValidator]
public sealed partial class StatusOptionsValidator : IValidateOptions<StatusOptions>;
