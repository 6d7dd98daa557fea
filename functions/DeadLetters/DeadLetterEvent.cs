using System.Globalization;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using CloudNative.CloudEvents;
using Longshore.Events;

namespace Longshore.DeadLetters;

/// <summary>An event on its way into the dead letters and back.</summary>
internal static class DeadLetterEvent
{
    /// <summary>Knative's attributes on a dead letter. Source: Knative Eventing, "Handling Delivery Failure".</summary>
    public const string ErrorCode = "knativeerrorcode";
    public const string ErrorDestination = "knativeerrordest";
    public const string ErrorData = "knativeerrordata";

    /// <summary>Extension of a replayed event: how often it was sent back, from 1.</summary>
    public const string Replays = "replays";

    /// <summary>Extension of a replayed event without a time: the day of its first death, which its key begins with.</summary>
    public const string FirstDeath = "firstdeath";

    /// <summary>
    /// Begins every extension that Knative adds on the way: the error, the arrival, the hops left, the channels passed. None is the
    /// sender's, and sent back some would do harm: <c>knativebrokerttl</c> runs out.
    /// </summary>
    private const string Knative = "knative";

    private const string Day = "yyyy-MM-dd";

    /// <summary>The event's <see cref="Replays"/>; 0 if it is absent or no number, as a dead letter may hold anything.</summary>
    public static int ReplaysOf(CloudEvent e) =>
        int.TryParse(e[Replays]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>The day beneath which its letters lie: its own time's, else that of its first death. UTC.</summary>
    public static DateTimeOffset DayOf(CloudEvent e, DateTimeOffset now)
    {
        if (e.Time is { } time)
            return time.ToUniversalTime();
        return DateTimeOffset.TryParseExact(e[FirstDeath]?.ToString(), Day, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var first)
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
            if (member.Name is not (Replays or FirstDeath) && !member.Name.StartsWith(Knative, StringComparison.Ordinal))
                kept[member.Name] = member.Value.Clone();
        }

        return JsonSerializer.SerializeToElement(kept, DeadLetterJson.Default.DictionaryStringJsonElement);
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
