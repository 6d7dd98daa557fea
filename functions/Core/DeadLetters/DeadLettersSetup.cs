namespace Longshore.Core.DeadLetters;

/// <summary>Registers what deadletter and replay share.</summary>
public static class DeadLettersSetup
{
    public static IServiceCollection AddDeadLetters(this IServiceCollection services) => services
        .AddSingleton<DeadLetterStore>();
}
