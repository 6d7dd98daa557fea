using Longshore.Telemetry;
namespace Longshore.DeadLetters;

/// <summary>Registers what deadletter and replay share.</summary>
internal static class DeadLettersSetup
{
    public static IServiceCollection AddDeadLetters(this IServiceCollection services) => services
        .AddLogger<DeadLetterFunction>()
        .AddSingleton<DeadLetterStore>();
}
