using System.Net.Mime;
using CloudNative.CloudEvents;
using static Longshore.Core.DeadLetters.DeathExtensions;

namespace Longshore.Cli.Replay;

internal static class ReplayedEvent
{
    /// <summary>
    /// Gives the event a new id and keeps the old one in <see cref="FirstId"/>: a JobSink starts no second Job for an id while
    /// the first Job exists.
    /// </summary>
    /// <param name="replays">How often the event was sent back, this time included.</param>
    /// <param name="attempt">How often the letter of this death was sent back, this time included.</param>
    public static void Rename(CloudEvent e, int replays, int attempt)
    {
        e.SetAttributeFromString(FirstId, e.Id!);
        e.Id = string.Create(CultureInfo.InvariantCulture, $"{e.Id}.{replays}.{attempt}");
    }

    /// <summary>The same event again, with the same id, source, type, time and data.</summary>
    /// <param name="json">The event that the function deadletter kept.</param>
    /// <param name="name">Its name among the dead letters.</param>
    /// <param name="replays">How often it has been sent back, this time included.</param>
    /// <exception cref="BadDeadLetterException">It is no event.</exception>
    public static CloudEvent FromJson(JsonElement json, DeadLetterName name, int replays)
    {
        try
        {
            var e = EventFormat.Json.DecodeStructuredModeMessage(
                Encoding.UTF8.GetBytes(json.GetRawText()), new ContentType("application/cloudevents+json"),
                extensionAttributes: null);
            e.SetAttributeFromString(Replays, replays.ToString(CultureInfo.InvariantCulture));
            if (e.Time is null)
                e.SetAttributeFromString(FirstDeath, DayIn(name.Stem));
            return e;
        }
        catch (Exception error) when (error is ArgumentException or JsonException or InvalidOperationException or FormatException)
        {
            throw new BadDeadLetterException($"{name.Stem}: the kept event cannot be read: {error.Message}", error);
        }
    }

    /// <summary>From <c>…/{yyyy}/{MM}/{dd}/{hash}</c>.</summary>
    private static string DayIn(string stem) => string.Join('-', stem.Split('/')[^4..^1]);
}
