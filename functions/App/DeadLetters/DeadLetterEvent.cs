using System.Globalization;
using System.Text;
using Longshore.Core.DeadLetters;
using static Longshore.Core.DeadLetters.DeathExtensions;

namespace Longshore.App.DeadLetters;

/// <summary>Reads the attributes of a dead event, and makes its JSON.</summary>
public static class DeadLetterEvent
{
    /// <summary>
    /// The prefix of the extensions that Knative adds. None is the sender's. Some would do harm in a replayed event:
    /// <c>knativebrokerttl</c> runs out.
    /// </summary>
    private const string Knative = "knative";

    /// <summary>The event's <see cref="Replays"/>; 0 if it is absent or no number: a dead letter may hold anything.</summary>
    public static int ReplaysOf(CloudEvent e) =>
        int.TryParse(e[Replays]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>The id of the event before its first replay.</summary>
    public static string IdOf(CloudEvent e) => e[FirstId]?.ToString() is { Length: > 0 } first ? first : e.Id!;

    /// <summary>The day of the letter's folder: of the event's time, else of its first death. UTC.</summary>
    public static DateTimeOffset DayOf(CloudEvent e, DateTimeOffset now)
    {
        if (e.Time is { } time)
            return time.ToUniversalTime();
        return DateTimeOffset.TryParseExact(e[FirstDeath]?.ToString(), DayFormat, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var first)
            ? first
            : now.ToUniversalTime();
    }

    /// <summary>The event before its death, in the JSON event format.</summary>
    public static JsonElement ToJson(CloudEvent e)
    {
        if (e.Data is not JsonElement data || IsUnicode(data))
            return ToJson(e, null);
        // An escape may stand for half a character, which JSON cannot be written with. Its bytes can be kept in Base64.
        e.Data = null;
        try
        {
            return ToJson(e, Convert.ToBase64String(Encoding.UTF8.GetBytes(data.GetRawText())));
        }
        finally
        {
            e.Data = data;
        }
    }

    /// <param name="base64">The data, if the event has lost it.</param>
    private static JsonElement ToJson(CloudEvent e, string? base64)
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
        if (base64 is not null)
            kept["data_base64"] = JsonSerializer.SerializeToElement(base64, DeadLetterJson.Default.String);
        return JsonSerializer.SerializeToElement(kept, DeadLetterJson.Default.DictionaryStringJsonElement);
    }

    /// <summary>Whether the data can be written again: an escape such as <c>\ud800</c> may stand for half a character.</summary>
    private static bool IsUnicode(JsonElement data)
    {
        if (!data.GetRawText().Contains("\\ud", StringComparison.OrdinalIgnoreCase))
            return true;
        try
        {
            using var json = new Utf8JsonWriter(Stream.Null);
            data.WriteTo(json);
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }
}
