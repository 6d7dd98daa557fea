namespace Longshore.Model.Auth;

/// <summary>Registers <see cref="EventGuard"/>.</summary>
public static class EventAuthSetup
{
    public static IServiceCollection AddEventAuth(this IServiceCollection services) => services
        .AddSettings<EventAuthOptions, EventAuthOptionsValidator>(
            EventAuthOptions.Section, static (configuration, options) => configuration.Bind(options))
        .AddKubernetes()
        .AddLogger<EventGuard>()
        .AddSingleton<EventGuard>();

    /// <summary>For a process without a server: it has the settings of the functions but needs no audience.</summary>
    public static void Disable(IConfigurationBuilder configuration) => configuration.AddInMemoryCollection(
        [new($"{EventAuthOptions.Section}:{nameof(EventAuthOptions.Required)}", "false")]);
}
