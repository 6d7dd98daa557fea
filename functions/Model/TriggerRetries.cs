namespace Longshore.Model;

/// <summary>The retries of the Triggers in <c>knative/base</c>, for work that no Broker repeats.</summary>
public static class TriggerRetries
{
    public const int Most = 5;

    /// <summary>1, 2, 4, 8 and 16 seconds.</summary>
    /// <param name="attempt">From 0 on.</param>
    public static TimeSpan Pause(int attempt) => TimeSpan.FromSeconds(1 << attempt);
}
