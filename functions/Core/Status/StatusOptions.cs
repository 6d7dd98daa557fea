namespace Longshore.Core.Status;

/// <summary>How many of the bucket's records a status reads: settings <c>Status__*</c>.</summary>
public sealed class StatusOptions
{
    public const string Section = "Status";

    /// <summary>How far back it looks. Default P7D.</summary>
    [Lasting("PT1H", "P90D")]
    public TimeSpan Window { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The most receipts, scans and cleanups to read, of each kind; the newest are read. Default 1000.</summary>
    [Within(1, 5000)]
    public int Records { get; set; } = 1000;
}

[OptionsValidator]
internal sealed partial class StatusOptionsValidator : IValidateOptions<StatusOptions>;

public static class StatusSetup
{
    /// <summary>Registers the services of the status function and of <c>longshore status</c>.</summary>
    public static IServiceCollection AddStatus(this IServiceCollection services)
    {
        services.AddSettings<StatusOptions, StatusOptionsValidator>(StatusOptions.Section,
            static (configuration, options) => configuration.Bind(options));
        services.TryAddSingleton<DeadLetterStore>();
        return services.AddSingleton<FactReader>().AddSingleton<StatusMaker>();
    }
}
