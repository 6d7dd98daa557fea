namespace Longshore.Model;

/// <summary>
/// Brings a time that RFC 3339 allows into the form that the SDK reads: <c>t</c> and <c>z</c> may be small, and a leap second is
/// second 60, which counts as second 59 here. Source: CloudEvents 1.0.2, "Timestamp"; RFC 3339, sections 5.6 and 5.7.
/// </summary>
internal static class EventTime
{
    private const string Name = "time";

    /// <summary>The same moment in the SDK's form. A text that is not a time stays invalid.</summary>
    public static string Normal(string text)
    {
        const int Separator = 10, Second = 17;
        if (text.Length <= Second + 2 || text[Separator] is not ('T' or 't'))
            return text;
        var second = text.AsSpan(Second, 2) is "60" ? "59" : text.AsSpan(Second, 2);
        return $"{text.AsSpan(0, Separator)}T{text.AsSpan(Separator + 1, Second - Separator - 1)}{second}"
            + text[(Second + 2)..].Replace('z', 'Z');
    }

    /// <summary>The same event in structured mode; most bodies are returned as they are.</summary>
    /// <param name="envelope">A JSON object.</param>
    /// <param name="root">The same, parsed.</param>
    public static ReadOnlyMemory<byte> Normal(ReadOnlyMemory<byte> envelope, JsonElement root)
    {
        if (!root.TryGetProperty(Name, out var time) || time.ValueKind != JsonValueKind.String
            || time.GetString() is not { } text || Normal(text) is not { } normal || normal == text)
            return envelope;
        var body = new System.Buffers.ArrayBufferWriter<byte>(envelope.Length + 16);
        using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        foreach (var member in root.EnumerateObject())
        {
            json.WritePropertyName(member.Name);
            if (member.NameEquals(Name))
                json.WriteStringValue(normal);
            else
                json.WriteRawValue(member.Value.GetRawText(), skipInputValidation: true);
        }

        json.WriteEndObject();
        json.Flush();
        return body.WrittenMemory;
    }
}
