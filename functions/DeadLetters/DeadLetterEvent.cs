using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using CloudNative.CloudEvents;
using Longshore.Events;
using static Longshore.Events.DeathExtensions;

namespace Longshore.DeadLetters;

/// <summary>An event on its way into the dead letters and back.</summary>
internal static class DeadLetterEvent
{
    /// <summary>
    /// Begins every extension that Knative adds on the way: the error, the arrival, the hops left, the channels passed. None is the
    /// sender's, and sent back some would do harm: <c>knativebrokerttl</c> runs out.
    /// </summary>
    private const string Knative = "knative";

    /// <summary>The event's <see cref="Replays"/>; 0 if it is absent or no number, as a dead letter may hold anything.</summary>
    public static int ReplaysOf(CloudEvent e) =>
        int.TryParse(e[Replays]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>The id that it had before it was ever sent back.</summary>
    public static string IdOf(CloudEvent e) => e[FirstId]?.ToString() is { Length: > 0 } first ? first : e.Id!;

    /// <summary>Whether the event died in a Job. A Job fails once: the same destination means the same death.</summary>
    public static bool DiedInAJob(string? errorDestination) =>
        errorDestination?.StartsWith(JobDestination, StringComparison.Ordinal) == true;

    /// <summary>The day beneath which its letters lie: its own time's, else that of its first death. UTC.</summary>
    public static DateTimeOffset DayOf(CloudEvent e, DateTimeOffset now)
    {
        if (e.Time is { } time)
            return time.ToUniversalTime();
        var day = e[FirstDeath]?.ToString();
        return DateTimeOffset.TryParseExact(
            day, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var first)
            ? first
            : now.ToUniversalTime();
    }

    /// <summary>The event in the JSON event format, as it was before it died.</summary>
    public static JsonElement ToJson(CloudEvent e)
    {
        var bytes = EventFormat.Json.EncodeStructuredModeMessage(e, out _);
        using var document = JsonDocument.Parse(bytes);
        var kept = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in document.RootElement.EnumerateObject())
        {
            if (member.Name is not (Replays or FirstDeath or FirstId)
                && !member.Name.StartsWith(Knative, StringComparison.Ordinal))
                kept[member.Name] = member.Value.Clone();
        }

        kept["id"] = JsonSerializer.SerializeToElement(IdOf(e), DeadLetterJson.Default.String);
        return JsonSerializer.SerializeToElement(kept, DeadLetterJson.Default.DictionaryStringJsonElement);
    }

    /// <summary>
    /// Gives the event a new id and keeps the old one in <see cref="FirstId"/>. A JobSink starts no second Job for an id whose
    /// Job still exists.
    /// </summary>
    /// <param name="e">As <see cref="FromJson"/> made it.</param>
    /// <param name="replays">How often the event was sent back, this time included.</param>
    /// <param name="attempt">How often the letter of this death was sent back, this time included.</param>
    public static void Rename(CloudEvent e, int replays, int attempt)
    {
        e.SetAttributeFromString(FirstId, e.Id!);
        e.Id = string.Create(CultureInfo.InvariantCulture, $"{e.Id}.{replays}.{attempt}");
    }

    /// <summary>The same event once more: id, source, type, time and data as they were.</summary>
    /// <param name="json">As <see cref="ToJson"/> wrote it.</param>
    /// <param name="name">Its name among the dead letters.</param>
    /// <param name="replays">How often it has been sent back, this time included.</param>
    /// <exception cref="BadDeadLetterException">It is no event.</exception>
    public static CloudEvent FromJson(JsonElement json, DeadLetterName name, int replays)
    {
        try
        {
            var e = EventFormat.Json.DecodeStructuredModeMessage(
                Encoding.UTF8.GetBytes(json.GetRawText()), new ContentType("application/cloudevents+json"), extensionAttributes: null);
            e.SetAttributeFromString(Replays, replays.ToString(CultureInfo.InvariantCulture));
            if (e.Time is null)
                e.SetAttributeFromString(FirstDeath, DayIn(name.Stem));
            return e;
        }
        catch (Exception error) when (error is ArgumentException or JsonException or InvalidOperationException or FormatException)
        {
            throw new BadDeadLetterException($"{name.Stem}: the kept event is not one: {error.Message}", error);
        }
    }

    /// <summary>From <c>…/{yyyy}/{MM}/{dd}/{hash}</c>.</summary>
    private static string DayIn(string stem) => string.Join('-', stem.Split('/')[^4..^1]);
}
