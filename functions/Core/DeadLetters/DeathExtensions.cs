namespace Longshore.Core.DeadLetters;

/// <summary>
/// Extension attributes of an event that died, and of one that was sent back after it. Source: Knative Eventing,
/// "Handling Delivery Failure".
/// </summary>
public static class DeathExtensions
{
    /// <summary>Knative's: the HTTP status of the last attempt.</summary>
    public const string ErrorCode = "knativeerrorcode";

    /// <summary>
    /// Knative's: the address that did not take the event, or <see cref="JobDestination"/> with the name and UID of the Job that
    /// failed.
    /// </summary>
    public const string ErrorDestination = "knativeerrordest";

    /// <summary>Knative's: the start of the answer, in Base64.</summary>
    public const string ErrorData = "knativeerrordata";

    /// <summary>Of a replayed event: how often it was sent back, from 1.</summary>
    public const string Replays = "replays";

    /// <summary>
    /// Of an event without a time: the day of its first death, <c>yyyy-MM-dd</c> in UTC. It is in the key of its letter.
    /// </summary>
    public const string FirstDeath = "firstdeath";

    /// <summary>The format of <see cref="FirstDeath"/>.</summary>
    public const string DayFormat = "yyyy-MM-dd";

    /// <summary>Of an event that was sent back under a new id: the id that it had at first.</summary>
    public const string FirstId = "firstid";

    /// <summary>Begins the <see cref="ErrorDestination"/> of an event that a Job failed at: <c>job/{name}/{uid}</c>.</summary>
    public const string JobDestination = "job/";

    /// <summary>Whether the event died in a Job. A Job fails once: the same destination means the same death.</summary>
    public static bool DiedInAJob(string? errorDestination) =>
        errorDestination?.StartsWith(JobDestination, StringComparison.Ordinal) == true;
}
