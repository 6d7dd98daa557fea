using System.Globalization;
using Longshore.Core.DeadLetters;
using static Longshore.Core.DeadLetters.DeathExtensions;

namespace Longshore.App.DeadLetters;

/// <summary>An event on its way into the dead letters and back.</summary>
public static class DeadLetterEvent
{
    /// <summary>
    /// Begins every extension that Knative adds on the way: the error, the arrival, the hops left, the channels passed. None is
    /// the sender's, and sent back some would do harm: <c>knativebrokerttl</c> runs out.
    /// </summary>
    private const string Knative = "knative";

    /// <summary>The event's <see cref="Replays"/>; 0 if it is absent or no number, as a dead letter may hold anything.</summary>
    public static int ReplaysOf(CloudEvent e) =>
        int.TryParse(e[Replays]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>The id that it had before it was ever sent back.</summary>
    public static string IdOf(CloudEvent e) => e[FirstId]?.ToString() is { Length: > 0 } first ? first : e.Id!;

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
}
